"""The home: one that cannot be written is read, files that changed are noticed, and nothing needs POSIX."""

from __future__ import annotations

import json
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from intents import DEAD, asked, planted, saved

from imgen_nb.store import files, history, home, sidecars
from imgen_nb.store.store import Store
from imgen_nb.types import State

# --- homes that cannot be written -------------------------------------------------------------------------------------


def refused(monkeypatch: pytest.MonkeyPatch, folder: Path, code: int = 30) -> None:
    """Say of one home that it cannot be written, as a read-only file system does."""
    really = home._refusal
    monkeypatch.setattr(
        home, "_refusal", lambda where: OSError(code, os.strerror(code)) if where == folder else really(where)
    )


def test_a_home_that_is_only_read_answers_and_what_is_new_goes_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    known = saved(Store(tmp_path / "home"))
    before = {path: path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file()}
    refused(monkeypatch, tmp_path / "home")
    caplog.set_level(logging.WARNING)
    store = Store(tmp_path / "home")
    assert len([record for record in caplog.records if "cannot be written" in record.message]) == 1
    found = store.peek(known.key)
    assert found is not None
    (picture,) = store.generation(found, from_store=True).images
    assert picture.path.parent == tmp_path / "home" / "pictures"
    assert store.write(lambda connection: store.claim(connection, known.request))[0] == "saved"
    new = saved(store, prompt="new")
    assert store.history().total == 2
    assert {path: path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file()} == before
    again = Store(tmp_path / "home")
    assert again.home == store.home, "what was paid for there is known to the next process"
    assert again.peek(new.key) is not None
    assert again.peek(known.key) is not None


@pytest.mark.parametrize(
    ("state", "claim"), [(State.ACCEPTED, "resume"), (State.SENDING, "unknown"), (State.UNKNOWN, "unknown")]
)
def test_what_was_paid_in_a_home_that_is_only_read_is_not_paid_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: State, claim: str
) -> None:
    request = planted(Store(tmp_path / "home"), state, DEAD, "r-1")
    refused(monkeypatch, tmp_path / "home")
    store = Store(tmp_path / "home")
    assert [row.id for row in store.unsettled()] == [request.ref]
    assert store.write(lambda connection: store.claim(connection, asked()))[0] == claim
    store.write(lambda connection: store.update(connection, request.ref, state=State.SAVED, owner=None))
    assert store.write(lambda connection: store.claim(connection, asked()))[0] == "saved"
    assert Store(tmp_path / "home").write(lambda connection: store.claim(connection, asked()))[0] == "saved"


@pytest.mark.parametrize("named", ["~nobody-of-this-name/pics", ""])
def test_a_home_of_nobody_is_a_temporary_one_the_same_each_time_and_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("IMGEN_NB_HOME", named)
    if not named:
        monkeypatch.setattr(home, "_data_folder", lambda: "~nobody-of-this-name/share")
    home._homeless.cache_clear()
    places = {Store(home.default_home()).home, Store(home.default_home()).home}
    assert len(places) == 1
    assert places.pop().is_relative_to(tmp_path / "tmp")
    assert [record.message for record in caplog.records if "IMGEN_NB_HOME names another" in record.message][1:] == []
    assert "IMGEN_NB_HOME" in caplog.text
    assert not [path for path in tmp_path.iterdir() if "~" in path.name]
    home._homeless.cache_clear()


def test_blanks_around_a_home_are_not_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_HOME", f" {tmp_path / 'pics'}\n")
    assert home.default_home() == tmp_path / "pics"


def test_a_full_disk_is_no_reason_to_leave_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(dir: Path) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(home.tempfile, "TemporaryFile", no_room)
    assert Store(tmp_path / "home").home == tmp_path / "home"


READING = """
import ctypes, os, sys, uuid
from pathlib import Path
if os.geteuid() == 0:  # let modes count for root too
    libc = ctypes.CDLL(None, use_errno=True)
    head, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(head, data)
    data[0] &= ~0b1110
    libc.capset(head, data)
from imgen_nb.store.store import Store
store = Store(Path(sys.argv[1]))
row = store.peek(sys.argv[2])
print(store.home != Path(sys.argv[1]), row is not None and len(store.generation(row, from_store=True).images))
"""


def whole(place: Path) -> list[Path]:
    return [*place.rglob("*"), place]


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
@pytest.mark.parametrize(
    "which",
    [
        whole,
        lambda place: [place],
        lambda place: [place / "store.db"],
        lambda place: [place / "pictures"],
    ],
    ids=["everything", "the folder", "the database", "the pictures' folder"],
)
def test_modes_are_obeyed(tmp_path: Path, which: Callable[[Path], list[Path]], temporary: Path) -> None:
    place = tmp_path / "home"
    row = saved(Store(place))
    for path in which(place):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        environ = {**os.environ, "TMPDIR": str(temporary)}
        done = subprocess.run(
            [sys.executable, "-c", READING, str(place), row.key],
            capture_output=True,
            text=True,
            env=environ,
            check=False,
        )
    finally:
        for path in (place, place / "pictures"):
            path.chmod(0o700)
    assert done.stdout.split() == ["True", "1"], done.stderr


def test_folders_that_exist_become_private_and_those_of_everybody_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ours", "everybody's", "user"):
        (tmp_path / name).mkdir()
    (tmp_path / "ours").chmod(0o755)
    (tmp_path / "everybody's").chmod(0o1777)
    (tmp_path / "user").chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    for name in ("ours", "everybody's", "user"):
        saved(Store(tmp_path / name))
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("ours", "everybody's", "user")]
    assert modes == [0o700, 0o1777, 0o755]


# --- sidecars ---------------------------------------------------------------------------------------------------------


def test_a_sidecar_tells_what_an_answer_needs_and_nothing_secret(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    result = {
        "assets": [{"source": "https://pictures.example/a.png?signature=hush", "seed": 1}],
        "raw": {"token": "hush"},
        "cost": {"usd": 0.04},
        "expires": 5.0,
        "prompt_used": "a red fox",
    }
    row = saved(store, result=result)
    (file,) = store.pictures.glob("*.json")
    assert file.stem == row.images[0]["sha256"]
    assert "hush" not in file.read_text("utf-8")
    told = json.loads(file.read_text("utf-8"))
    assert {name: told[name] for name in ("key", "provider", "origin", "prompt", "remote_id")} == {
        "key": row.key,
        "provider": row.provider,
        "origin": row.origin,
        "prompt": row.prompt,
        "remote_id": row.remote_id,
    }
    assert told["result"] == {"cost": {"usd": 0.04}, "expires": 5.0, "prompt_used": "a red fox"}
    assert told["images"][0]["place"] == 0
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(store.pictures.glob("*.part"))


def test_equal_pictures_of_two_requests_tell_of_both(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    rows = [saved(store, b"equal", prompt=f"fox {number}") for number in range(2)]
    store.write(lambda connection: store.update(connection, rows[0].id, state=State.SAVED, take=1))
    (file,) = store.pictures.glob("*.json")
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [made["id"] for made in lines] == [rows[0].id, rows[1].id, rows[0].id], (
        "only added to: many jobs cost no more"
    )
    (store.home / "store.db").unlink()
    assert {made.request.prompt for made in Store(store.home).history().items} == {"fox 0", "fox 1"}


def test_a_disk_that_takes_no_sidecar_saves_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from imgen_nb.store import sidecars

    def no_room(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sidecars, "add_line", no_room)
    store = Store(tmp_path / "home")
    assert store.peek(saved(store).key) is not None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "1\n2", '{"id": "x"}', '{"id": [1]}', '{"id": "x", "state": 3}', "\udcff"]
)
def test_a_file_that_is_no_sidecar_stops_nobody(tmp_path: Path, text: str) -> None:
    store = Store(tmp_path / "home")
    saved(store)
    (store.pictures / "aaa.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    (sidecar,) = (file for file in store.pictures.glob("*.json") if file.name != "aaa.json")
    with sidecar.open("a") as file:
        file.write('{"id": "a line that broke o')
    (store.home / "store.db").unlink()
    assert Store(store.home).history().total == 1


# --- bytes that changed -----------------------------------------------------------------------------------------------


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def grown(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def other(path: Path) -> None:
    """As many bytes as before, and others."""
    path.write_bytes(path.read_bytes()[::-1])


def gone(path: Path) -> None:
    path.unlink()


def touched(path: Path) -> None:
    os.utime(path, (1, 1))


CHANGES = [(emptied, 0), (cut, 0), (grown, 0), (other, 0), (gone, 0), (touched, 1)]


@pytest.mark.parametrize("kept", ["size and time", "nothing, as 0.1.0"])
@pytest.mark.parametrize(("change", "left"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
def test_a_picture_whose_bytes_changed_is_gone_and_a_touched_one_is_not(
    tmp_path: Path, change: Callable[[Path], None], left: int, kept: str
) -> None:
    store = Store(tmp_path / "home")
    row = saved(store)
    if kept != "size and time":
        plain = [{name: image[name] for name in image if name not in ("bytes", "changed")} for image in row.images]
        store.write(lambda connection: store.update(connection, row.id, images=plain))
        again = store.get(row.id)
        assert again is not None
        row = again
    assert len(store.generation(row, from_store=True).images) == 1
    change(store.pictures / row.images[0]["path"])
    made = store.generation(row, from_store=True)
    assert len(made.images) == left
    assert bool(made.warnings) is not bool(left)


def test_a_whole_picture_is_not_read_to_be_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from imgen_nb.store import history

    store = Store(tmp_path / "home")
    row = saved(store)
    monkeypatch.setattr(history, "_hash", lambda *_: pytest.fail("size and time are enough"))
    assert store.generation(row, from_store=True).images


# --- systems without POSIX --------------------------------------------------------------------------------------------

BARE = """
import os, sys
from pathlib import Path
for name in ("fork", "register_at_fork", "getuid", "geteuid", "getppid", "getgid"):
    if hasattr(os, name):
        delattr(os, name)
real = Path.read_bytes, Path.read_text, os.stat, open
def hidden(path):
    if str(path).startswith("/proc"):
        raise FileNotFoundError(2, "No such file or directory", str(path))
Path.read_bytes = lambda self: hidden(self) or real[0](self)
Path.read_text = lambda self, *a, **k: hidden(self) or real[1](self, *a, **k)
import imgen_nb as ig
from imgen_nb.store import owners
made = ig.Client("banatie", live=False).generate("a fox")
again = ig.Client("banatie", live=False).generate("a fox")
boot, pid, started = owners.me().split("/")
print(made.state, again.from_store, pid == str(os.getpid()), owners.alive(owners.me()),
      owners.alive(f"{boot}/{pid}/another start"), owners.alive(f"{boot}/999999999/1"))
"""


def test_without_proc_and_fork_pictures_are_made_and_known(tmp_path: Path) -> None:
    environ = {
        **os.environ,
        "IMGEN_NB_HOME": str(tmp_path / "home"),
        "IMGEN_NB_LIVE": "0",
        "IMGEN_NB_SANDBOX_SPEED": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", BARE], capture_output=True, text=True, env=environ, timeout=100, check=False
    )
    assert done.stdout.split() == ["saved", "True", "True", "True", "False", "False"], done.stderr


def test_a_small_file_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.place(tmp_path / "a.json", "before", durable=True)

    def breaks(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", breaks)
    with pytest.raises(OSError, match="Input/output"):
        files.place(tmp_path / "a.json", "after", durable=True)
    assert [path.read_text("utf-8") for path in tmp_path.glob("*.json")] == ["before"]
    assert not list(tmp_path.glob("*.part"))


# --- a system that gives no place -------------------------------------------------------------------------------------


def test_a_user_without_a_home_has_a_folder_of_that_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(name: str) -> str:
        raise RuntimeError("could not determine home directory")

    monkeypatch.setattr("platformdirs.user_data_dir", homeless)
    assert home._data_folder() == "~/imgen_nb"


def test_where_no_temporary_folder_takes_a_file_the_usual_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError("no usable temporary directory")

    monkeypatch.setattr(files.tempfile, "gettempdir", none)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert files.private_temporary("homes").parent == tmp_path


def test_a_folder_that_somebody_else_may_write_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not files.is_private(tmp_path / "none")
    (tmp_path / "everybodys").mkdir()
    (tmp_path / "everybodys").chmod(0o777)
    with pytest.raises(PermissionError):
        files.make_private(tmp_path / "everybodys" / "ours")
    monkeypatch.setattr(home, "private_temporary", lambda name: tmp_path / "everybodys")
    assert home._substitute(tmp_path).name.startswith("imgen_nb-")


def test_a_damaged_file_that_cannot_be_moved_stays(tmp_path: Path) -> None:
    assert home.set_aside(tmp_path / "none.db") is None


def test_a_picture_that_cannot_be_read_is_gone(tmp_path: Path) -> None:
    assert history._hash(tmp_path / "none.png", 1, 1) == ""


def test_a_sidecar_of_what_was_never_saved_tells_nothing(tmp_path: Path) -> None:
    store, pictures = Store(tmp_path / "home"), tmp_path / "home" / "pictures"
    saved(store)
    (file,) = pictures.glob("*.json")
    file.write_text(file.read_text().replace('"saved"', '"failed"'))
    assert not [*sidecars.read_all([pictures])]
