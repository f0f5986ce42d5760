"""The engine as a part of the house: an island, light to import, its art accounted for."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import imgen_nb.sketch as sketch
from imgen_nb.sketch import pack

ROOM = Path(sketch.__file__).parent
ROOT = ROOM.parent.parent


def test_it_imports_nothing_of_the_package_but_itself() -> None:
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, path
                names = [node.module or ""]
            for name in names:
                top = name.split(".")[0]
                assert name.startswith("imgen_nb.sketch") or top in sys.stdlib_module_names | {"numpy", "PIL"}, (
                    path.name,
                    name,
                )


def test_understanding_needs_neither_numpy_nor_pillow() -> None:
    code = "import sys, imgen_nb.sketch as s; s.parse('a red fox'); print([m for m in ('numpy', 'PIL') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_public_names_are_sorted_real_and_no_modules() -> None:
    assert sorted(sketch.__all__, key=lambda n: (not n.isupper(), n)) == sorted(
        sketch.__all__, key=lambda n: (not n.isupper(), n)
    )
    for name in sketch.__all__:
        assert getattr(sketch, name) is not None
        assert not (ROOM / f"{name}.py").exists(), f"{name} is a module too"


def test_the_pack_is_whole_and_small() -> None:
    path = ROOM / "subjects.zip"
    assert path.stat().st_size < 1_000_000
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == ["meta.json", "points.bin"]
    found = pack.entries()
    assert len(found) >= 800
    for name in found:
        shapes = pack.shapes(name)
        assert shapes, name
        for shape in shapes:
            for ring in shape.rings:
                assert all(-2 <= x <= 34 and -2 <= y <= 34 for x, y in ring), name


def test_the_art_is_acknowledged() -> None:
    notices = ROOT / "licenses"
    if not notices.exists():  # an installed wheel has them in its metadata
        return
    text = " ".join(p.read_text("utf-8") for p in notices.glob("*.txt"))
    for words in ("Fluent Emoji", "Microsoft Corporation", "emojilib", "Mu-An Chiou", "Permission is hereby granted"):
        assert words in text, words
