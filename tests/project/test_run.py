"""`run.py`: what it passes on, when it says that browser tests are left out, when it sets up again."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(monkeypatch):
    """Load run.py with a set-up that is ready and processes that are only written down."""
    spec = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    run.called = []
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(run, "setup", lambda: 0)
    monkeypatch.setattr(run, "find_browser", lambda: "chromium")
    monkeypatch.setattr(run, "attempt", lambda *command, **environment: run.called.append((command, environment)) or 5)
    return run


def test_tests_get_every_further_argument(run):
    assert run.main(["test", "-k", "flow", "tests/test_flow.py", "-x"]) == 5
    (command, environment), *more = run.called
    assert command[1:] == (
        "-m",
        "pytest",
        "--durations=20",
        "-m",
        "not matrix",
        "-k",
        "flow",
        "tests/test_flow.py",
        "-x",
    )
    assert environment == {"IMGEN_NB_LIVE": "0", "CHROMIUM": "chromium"}
    assert not more


@pytest.mark.parametrize(
    ("asked", "extent"),
    [
        ([], ["-m", "not matrix"]),
        (["--all"], []),
        (["--whole"], ["--whole", "-m", "not matrix"]),
        (["--all", "--whole"], ["--whole"]),
    ],
)
def test_all_adds_the_matrix_and_whole_the_rows_that_are_left_out_otherwise(run, asked, extent):
    run.main(["test", *asked])
    (command, _), *_ = run.called
    assert command[1:] == ("-m", "pytest", "--durations=20", *extent)


def test_a_benchmark_is_named_and_gets_its_arguments(run):
    assert run.main(["bench", "safety", "kills", "--share", "1"]) == 5
    ((command, _),) = run.called
    assert command[1:] == (ROOT / "benchmarks" / "safety.py", "kills", "--share", "1")
    run.called.clear()
    run.main(["bench"])
    assert {file for (_, file), _ in run.called} == set(ROOT.glob("benchmarks/*.py"))
    with pytest.raises(SystemExit, match="there is no benchmark 'nothing'"):
        run.main(["bench", "nothing"])


def test_without_a_browser_the_tests_run_and_say_so_at_both_ends(run, monkeypatch, capsys):
    monkeypatch.setattr(run, "find_browser", lambda: None)
    monkeypatch.setattr(run, "install_browser", lambda: None)
    assert run.main(["test"]) == 5
    assert run.called[0][1]["CHROMIUM"] == ""
    assert capsys.readouterr().out.count("NO CHROMIUM") == 2


def test_without_a_browser_ci_fails_at_once(run, monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(run, "find_browser", lambda: None)
    monkeypatch.setattr(run, "install_browser", lambda: None)
    assert run.main(["test"]) == 1
    assert not run.called
    assert "NO CHROMIUM" in capsys.readouterr().out


def test_a_named_browser_is_never_replaced_by_another(run, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "the-one-I-want")
    assert run.install_browser() is None
    assert not run.called


def test_the_superuser_of_debian_gets_chromium_by_apt_and_others_by_playwright(run, monkeypatch):
    found = iter([None, None])
    monkeypatch.setattr(run, "find_browser", lambda: next(found))
    monkeypatch.setattr(run, "is_root", lambda: True)
    monkeypatch.setattr(run.shutil, "which", lambda name: name)
    assert run.install_browser() is None
    assert [command[:2] for command, _ in run.called[:2]] == [("apt-get", "update"), ("apt-get", "install")]
    assert run.called[2][0][1:] == ("-m", "playwright", "install", "chromium")


def test_a_stub_that_only_advises_is_no_browser(run, tmp_path):
    stub = tmp_path / "chromium-browser"
    stub.write_text("#!/bin/sh\necho install me\nexit 1\n")
    stub.chmod(0o755)
    assert run.starts(sys.executable)
    assert not run.starts(stub)
    assert not run.starts("no-such-browser")
    assert not run.starts("")


def test_other_commands_refuse_what_they_do_not_know(run):
    with pytest.raises(SystemExit, match="not understood: --prot 1"):
        run.main(["lab", "--prot", "1"])


def test_check_runs_all_its_parts_and_names_the_failed(run, capsys):
    assert run.main(["check"]) == 1
    assert len(run.called) == 4
    assert "failed: ruff, format, types, house" in capsys.readouterr().out


def test_the_environment_is_bound_to_lock_python_and_place(run, monkeypatch, tmp_path):
    before = run.fingerprint()
    assert run.fingerprint() == before
    monkeypatch.setattr(run, "LOCK", tmp_path / "lock.txt")
    run.LOCK.write_text("httpx==0.28.1\n")
    other_lock = run.fingerprint()
    monkeypatch.setattr(sys, "version", "3.99")
    assert len({before, other_lock, run.fingerprint()}) == 3
