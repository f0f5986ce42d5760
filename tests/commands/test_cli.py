"""The command line: what each command says, serves and opens, and that no key is ever in it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from environments import KEYS

from imgen_nb.commands import cli, doctor
from imgen_nb.sandbox import names

ROOT = Path(__file__).resolve().parents[2]
MODULE = [sys.executable, "-m", "imgen_nb.commands.cli"]


def said(*arguments, **environment):
    done = subprocess.run(
        [*MODULE, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def lines(text):
    """Give the doctor's lines as (mark, what, said)."""
    return [(line[:5].strip(), line[6:17].strip(), line[18:]) for line in text.splitlines() if line[5:6] == " "]


def found(what):
    return [line for line in doctor.findings() if line.what == what]


# --- doctor -----------------------------------------------------------------------------------------------------------


def test_doctor_finds_this_environment_whole():
    code, text = said("doctor")
    assert code == 0, text
    marks = {what: mark for mark, what, _ in lines(text)}
    assert marks["picture"] == marks["store"] == marks["kernel"] == marks["front end"] == "ok"
    assert "1024 x 1024 PNG" in text
    assert all(f"{name} is not set" in text for name in KEYS)


def test_doctor_shows_names_of_keys_and_never_a_key():
    keys = {name: f"sk-{name.lower()}-secret" for name in KEYS}
    proxy = {"HTTPS_PROXY": "http://me:password@proxy.example:3128", "BANATIE_BASE_URL": "https://other.example"}
    _, text = said("doctor", IMGEN_NB_LIVE="", **keys, **proxy)
    assert all(f"{name} is set" in text for name in KEYS)
    assert "live: key from BANATIE_API_KEY" in text
    assert "BANATIE_BASE_URL is set" in text
    assert "by the proxy proxy.example:3128" in text
    assert "names only" in text
    assert not [secret for secret in (*keys.values(), "password", "secret") if secret in text]


def test_doctor_says_what_is_wrong_and_fails_only_where_no_picture_is_made(tmp_path):
    (tmp_path / "file").write_text("")
    code, text = said(
        "doctor", IMGEN_NB_HOME=str(tmp_path / "file" / "below"), SSL_CERT_FILE=str(tmp_path / "none.pem")
    )
    assert code == 0, "the sandbox draws, so nothing has failed"
    assert {"store", "network"} <= {what for mark, what, _ in lines(text) if mark == "note"}
    assert "SSL_CERT_FILE" in text
    assert "set IMGEN_NB_HOME" in text
    assert "FAIL" not in text


def test_doctor_leaves_no_trace(tmp_path, monkeypatch):
    monkeypatch.setenv("IMGEN_NB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "7")
    assert doctor.report(lambda line: None) == 0
    assert os.environ["IMGEN_NB_SANDBOX_SPEED"] == "7"
    assert not list(tmp_path.iterdir())


def test_doctor_names_a_missing_package_and_a_missing_notebook(monkeypatch):
    real = doctor._version
    gone = {"httpx", "ipykernel", "jupyterlab", "notebook", "voila", "jupyterlab_widgets"}
    monkeypatch.setattr(doctor, "_version", lambda name: None if name in gone else real(name))
    assert ("note", "packages", "httpx is missing: pip install httpx") in found("packages")
    assert [line.mark for line in found("kernel")] == ["note"]
    assert [line.mark for line in found("front end")] == ["note"]
    assert [line.mark for line in found("widgets")] == ["note"]


def test_doctor_works_where_the_package_is_only_imported(monkeypatch):
    real = doctor._version
    monkeypatch.setattr(doctor, "_version", lambda name: None if name == "imgen-nb" else real(name))
    assert [line.mark for line in found("packages")] == ["note"]
    assert "only imported" in found("imgen_nb")[0].said


@pytest.mark.parametrize(("kernel", "warned"), [("7.4.0", True), ("6.31.0", False)])
def test_doctor_knows_the_old_nest_asyncio(kernel, warned, monkeypatch):
    versions = {"ipykernel": kernel, "nest-asyncio": "1.6.0", "ipython": "9"}
    monkeypatch.setattr(doctor, "_version", lambda name: versions.get(name, "1"))
    assert any("nest-asyncio 1.6.0" in line.said for line in doctor._kernel()) == warned


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "asked directly"),
        ({"ALL_PROXY": "gopher://127.0.0.1:70"}, "ALL_PROXY"),
        ({"HTTPS_PROXY": "http://me:secret@proxy.example:3128"}, "by the proxy proxy.example:3128"),
        ({"HTTPS_PROXY": "http://proxy.example:3128", "NO_PROXY": "*"}, "asked directly"),
        ({"SSL_CERT_DIR": "no-such-folder"}, "SSL_CERT_DIR"),
    ],
)
def test_doctor_follows_the_rule_that_requests_follow(variables, said, monkeypatch):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    lines = found("network")
    (told,) = (line for line in lines if "Banatie" in line.said)
    assert said in told.said
    assert told.mark == ("ok" if said == "asked directly" else "note")
    others = [line for line in lines if line is not told]
    assert all(line.said.endswith("asked directly") for line in others), "a server on this machine, whatever is set"
    assert not [line for line in lines if "secret" in line.said]


@pytest.mark.skipif(os.name != "posix", reason="folders have no such modes")
@pytest.mark.parametrize(("mode", "mark"), [(0o700, "ok"), (0o755, "note"), (0o770, "note")])
def test_doctor_reads_the_mode_of_the_home(mode, mark, tmp_path, monkeypatch):
    home = tmp_path / "here"
    home.mkdir()
    home.chmod(mode)
    monkeypatch.setenv("IMGEN_NB_HOME", str(home))
    (line,) = found("store")
    assert line.mark == mark
    assert f"mode {mode:04o}" in line.said


def test_doctor_tells_a_sandbox_that_draws_nothing(monkeypatch):
    def fail(*arguments, **options):
        raise RuntimeError("no fonts")

    monkeypatch.setattr(doctor, "Client", fail)
    assert found("picture") == [("FAIL", "picture", "the sandbox drew none: RuntimeError: no fonts")]
    assert doctor.report(lambda line: None) == 1


@pytest.mark.parametrize(("name", "value"), [("IMGEN_NB_LIVE", "yes"), ("IMGEN_NB_SANDBOX_SPEED", "fast")])
def test_doctor_notes_a_setting_that_means_nothing(name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    assert [line.said for line in doctor.findings() if line.mark == "note" and value in line.said]


# --- sandbox ----------------------------------------------------------------------------------------------------------


def test_sandbox_serves_until_ctrl_c():
    command = [*MODULE, "sandbox", "--port", "0", "--speed", "0", "--faults", "banatie/C13"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
    address = re.search(r"http://[\d.:]+", process.stdout.readline())[0]
    for _ in names():
        process.stdout.readline()
    try:
        with pytest.raises(httpx.ReadError):
            httpx.post(f"{address}/banatie/api/v1/generations", json={"prompt": "x"}, headers={"X-API-Key": "k"})
        assert "banatie/C13" in httpx.get(address).text
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert rest.splitlines()[-1] == "the sandbox has ended"
    assert "Traceback" not in rest


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sandbox", "--faults", "nonsense"], "no fault 'nonsense'"),
        (["sandbox", "--speed", "-1"], "--speed"),
        (["sandbox", "--speed", "nan"], "--speed"),
        (["sandbox", "--port", "1000000"], "cannot be had"),
        (["sandbox", "--prot", "1"], "not understood"),
        (["doctor", "now"], "invalid choice: 'now'"),
        ([], "COMMAND"),
    ],
)
def test_a_slip_of_the_pen_is_named(arguments, words, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_with_a_way_out(capsys):
    from imgen_nb.sandbox.server import listen

    taken = listen("127.0.0.1", 0)
    try:
        with pytest.raises(SystemExit):
            cli.main(["sandbox", "--port", str(taken.getsockname()[1])])
    finally:
        taken.close()
    assert "try --port 0" in capsys.readouterr().err


# --- lab --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """What would have been run, in a folder with a quickstart beside the package."""
    source = tmp_path / "package" / "00_quickstart.ipynb"
    source.parent.mkdir()
    source.write_text("{}")
    commands = []

    def replaced(program, command):
        commands.append(command)
        raise SystemExit(0)  # as nothing of this process is left

    monkeypatch.setattr(cli, "quickstart", lambda: source)
    monkeypatch.setattr(cli.os, "execv", replaced)
    monkeypatch.setattr(cli.subprocess, "call", lambda command: replaced("", command))
    return source, commands


def run(*arguments):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 0


def test_lab_opens_a_copy_that_is_never_replaced(opened, tmp_path):
    _, commands = opened
    here = tmp_path / "here"
    run("lab", "--folder", str(here), "--no-browser")
    copy = here / "imgen_nb_quickstart.ipynb"
    copy.write_text("mine")
    run("lab", "--folder", str(here))
    assert copy.read_text() == "mine"
    assert [command[-1] for command in commands] == [str(copy)] * 2
    assert "--no-browser" in commands[0]
    assert commands[0][1:3] == ["-m", "jupyterlab"]


def test_lab_lays_the_lessons_beside_the_copy_and_replaces_none(opened, tmp_path):
    source, _ = opened
    (source.parent / "10_a_lesson.ipynb").write_text("a lesson")
    here = tmp_path / "here"
    for _ in range(2):
        run("lab", "--folder", str(here))
        lesson = here / cli.LESSONS / "10_a_lesson.ipynb"
        assert lesson.read_text() in ("a lesson", "mine")
        lesson.write_text("mine")
    assert lesson.read_text() == "mine"
    assert [path.name for path in (here / cli.LESSONS).iterdir()] == [lesson.name]


def test_lab_opens_the_quickstart_itself_in_a_checkout(opened, tmp_path):
    source, commands = opened
    run("lab", "--folder", str(tmp_path))
    assert commands[0][-1] == str(source)


def test_the_quickstart_of_a_checkout_is_found():
    assert cli.quickstart() == ROOT / "notebooks" / cli.QUICKSTART


def test_lab_says_how_where_jupyterlab_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(cli.importlib.util, "find_spec", lambda name: None)
    assert cli.main(["lab"]) == 1
    assert 'pip install "imgen-nb[lab]"' in capsys.readouterr().out


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert re.fullmatch(r"imgen_nb \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_a_command_starts_quickly():
    started = time.monotonic()
    assert said("--version")[0] == 0
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("arguments", "secrets", "said"),
    [
        ((), {}, "set AKOOL_CLIENT_ID and AKOOL_CLIENT_SECRET"),
        ((), {"AKOOL_CLIENT_ID": "an-id"}, "set AKOOL_CLIENT_ID and AKOOL_CLIENT_SECRET"),
        (("--provider", "banatie"), {"BANATIE_CLIENT_ID": "i", "BANATIE_CLIENT_SECRET": "s"}, "not known to call back"),
        (("--port", "99999999"), {"AKOOL_CLIENT_ID": "an-id", "AKOOL_CLIENT_SECRET": "a-secret"}, "port"),
    ],
)
def test_callbacks_are_not_taken_without_what_they_need(arguments, secrets, said, monkeypatch, capsys):
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        cli.main(["webhook", *arguments])
    told = capsys.readouterr().err
    assert said in told
    assert "a-secret" not in told
