"""The wheel in an empty environment, outside the checkout: a doctor that is content, and five pictures."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from environments import KEPT, ROOT, checkout, core_lock, environment, pip, python, run

FIVE = """
import json, sys
import imgen_nb as ig
import imgen_nb.client.client
made = [ig.Client(name, live=False).generate("a red fox") for name in ("akool", "banatie", "destinpq", "qolaba")]
made.append(ig.Client("banatie", live=False).generate("a red fox", aspect_ratio="16:9"))
sizes = [one.images[0].pil().size for one in made]
print(json.dumps({"from": ig.__file__, "sizes": sizes, "sandbox": [one.sandbox for one in made]}))
"""

pytestmark = pytest.mark.matrix


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from what git tracks."""
    source = checkout(tmp_path_factory.mktemp("source"))
    out = tmp_path_factory.mktemp("wheel")
    run(os.sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=source)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel):
    """An environment with the lock's core, hashes checked, and the wheel, and nothing else."""
    KEPT.mkdir(exist_ok=True)
    lock = KEPT / "core.txt"
    lock.write_text(core_lock())
    folder = environment("core", ["--require-hashes", "--no-deps", "-r", str(lock)])
    pip(folder, "--no-deps", "--force-reinstall", str(wheel))
    return folder


def outside(folder, tmp_path, **more):
    """The environment of a user who knows nothing of this checkout."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return kept | {"IMGEN_NB_HOME": str(tmp_path / "home"), "IMGEN_NB_SANDBOX_SPEED": "0", **more}


def test_the_wheel_has_every_file_of_the_package(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "imgen_nb").rglob("*") if path.is_file()}
    package = {name for name in package if "__pycache__" not in name}
    assert package - inside == set()
    lessons = {f"imgen_nb/notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert "imgen_nb/notebooks/00_quickstart.ipynb" in lessons
    assert lessons - inside == set()
    assert not [name for name in inside if not name.startswith(("imgen_nb/", "imgen_nb-"))]


def test_doctor_is_content_with_the_core_alone(installed, tmp_path):
    said = run(python(installed).parent / "imgen-nb", "doctor", cwd=tmp_path, env=outside(installed, tmp_path))
    assert "All that pictures need is here." in said
    assert "note  kernel" in said
    assert "note  front end" in said


def test_five_pictures_are_drawn_outside_the_checkout(installed, tmp_path):
    told = json.loads(run(python(installed), "-c", FIVE, cwd=tmp_path, env=outside(installed, tmp_path)))
    assert Path(told["from"]).is_relative_to(installed)
    assert all(min(size) >= 512 for size in told["sizes"])
    assert all(told["sandbox"])


def test_lab_says_what_is_missing(installed, tmp_path):
    command = [python(installed).parent / "imgen-nb", "lab"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert 'pip install "imgen-nb[lab]"' in done.stdout


def test_requirements_agree(installed):
    run(python(installed), "-m", "pip", "check")
