"""The Binder folder: what a builder would read is right, and its environment runs the quickstart."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tomllib

import pytest
from environments import LOCK, ROOT, blocks, checkout, environment, python, run
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

BINDER = ROOT / "binder"
REQUIREMENTS = BINDER / "requirements.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SUPPORTED = {"3.10", "3.11", "3.12", "3.13", "3.14"}  # of repo2docker 2026.4; another one silently becomes its default


def test_every_line_is_one_version_of_the_lock_with_its_hashes():
    held = blocks(LOCK)
    for line, block in blocks(REQUIREMENTS).items():
        requirement = Requirement(line)
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), line
        assert held[line].strip() == block.strip(), f"{line} is not as in requirements/lock.txt: see CONTRIBUTING"
        assert "--hash=sha256:" in block


def test_core_and_lab_are_in_it_and_no_test_tool():
    names = {Requirement(line).name for line in blocks(REQUIREMENTS)}
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *extras["lab"]]
    assert {Requirement(one).name for one in asked} - {"imgen-nb"} <= names
    assert not names & {"pytest", "playwright", "mypy", "ruff", "hypothesis"}


def test_its_python_is_one_that_is_supported_and_tested():
    runtime = (BINDER / "runtime.txt").read_text()
    found = re.fullmatch(r"python-(3\.\d+)\n", runtime)
    assert found, "anything else becomes another Python without a word"
    assert found[1] in SUPPORTED
    assert f"{found[1]}.0" in SpecifierSet(PROJECT["requires-python"])


def test_post_build_can_be_run_and_stops_at_the_first_trouble():
    path = BINDER / "postBuild"
    lines = path.read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert os.name == "nt" or path.stat().st_mode & stat.S_IXUSR


def test_there_is_one_folder_of_that_kind():
    assert not (ROOT / ".binder").exists()


@pytest.mark.matrix
def test_repo2docker_understands_the_folder(tmp_path):
    tool = environment("repo2docker", ["jupyter-repo2docker"])
    source = checkout(tmp_path / "source")
    command = [python(tool).parent / "jupyter-repo2docker", "--no-build", "--debug", source]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in said
    assert "binder/postBuild" in said
    version = (BINDER / "runtime.txt").read_text().strip().removeprefix("python-")
    assert f"Building conda environment for python={version}\n" in said


@pytest.mark.matrix
@pytest.mark.slow
def test_its_environment_runs_the_quickstart(tmp_path):
    version = (BINDER / "runtime.txt").read_text().strip().removeprefix("python-")
    if f"{sys.version_info.major}.{sys.version_info.minor}" != version:
        assert os.environ.get("CI") != "true", f"CI must run Python {version}, as Binder does"
        pytest.skip(f"NOT TESTED: this is not Python {version}")
    folder = environment("binder", ["--require-hashes", "-r", str(REQUIREMENTS)])
    source = checkout(tmp_path / "source")
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    kept |= {
        "PATH": f"{python(folder).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "IMGEN_NB_HOME": str(tmp_path / "store"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "JUPYTER_DATA_DIR": str(tmp_path / "jupyter"),
        "IMGEN_NB_SANDBOX_SPEED": "8",
    }
    said = run(source / "binder" / "postBuild", cwd=source, env=kept)
    assert "All that pictures need is here." in said
    notebook = source / "notebooks" / "00_quickstart.ipynb"
    run(python(folder), "-m", "nbconvert", "--execute", "--to", "notebook", "--inplace", notebook, cwd=source, env=kept)
    saved = notebook.read_text("utf-8")
    assert saved.count("data:image/webp;base64,") >= 4
    assert '"output_type": "error"' not in saved
