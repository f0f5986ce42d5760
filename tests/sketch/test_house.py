"""The engine as a part of the house: an island, light to import, its art accounted for."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import imgen_nb.sketch as sketch
from imgen_nb.sketch.art import pack
from imgen_nb.sketch.art.recipes import recipes

ROOM = Path(sketch.__file__).parent
ROOT = ROOM.parent.parent


def imported(path: Path) -> list[str]:
    """The modules a file imports, by name."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, path
            found.append(node.module or "")
    return found


def test_it_imports_nothing_of_the_package_but_itself() -> None:
    allowed = sys.stdlib_module_names | {"numpy", "PIL"}
    for path in ROOM.rglob("*.py"):
        for name in imported(path):
            assert name.startswith("imgen_nb.sketch") or name.split(".")[0] in allowed, (path.name, name)


def test_understanding_needs_neither_numpy_nor_pillow() -> None:
    code = (
        "import sys, imgen_nb.sketch as s; s.parse('a red fox'); "
        "print([m for m in ('numpy', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_public_names_are_real_and_no_modules() -> None:
    assert sorted(sketch.__all__, key=lambda n: (not n.isupper(), n)) == sorted(
        sketch.__all__, key=lambda n: (not n.isupper(), n)
    )
    for name in sketch.__all__:
        assert getattr(sketch, name) is not None
        assert not any((ROOM / taken).exists() for taken in (f"{name}.py", name)), f"{name} is a module too"


def test_the_pack_is_whole_and_small() -> None:
    path = ROOM / "art" / "subjects.zip"
    assert path.stat().st_size < 1_000_000
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == ["meta.json", "points.bin"]
    found = pack.entries()
    assert len(found) >= 800
    for name in found:
        shapes = pack.shapes(name)
        assert shapes or f"@={name}" in recipes(), name
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
