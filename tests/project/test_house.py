"""The rules of the house: who may import whom, what stays lazy, what a tracked file may not hold."""

import ast
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import imgen_nb

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "imgen_nb"
SOURCES = sorted(PACKAGE.rglob("*.py"))

# --- import direction -------------------------------------------------------------------------------------------------

WORDS = {"types", "errors", "flow"}

MAY_IMPORT = {
    "options": set(),
    "accounts": set(),
    "offers": {"options"},
    "reports": set(),
    "types": {"options", "accounts", "offers", "reports"},
    "errors": {"types"},  # a price
    "budgets": {"types", "errors"},
    "threads": set(),
    "replies": {"types", "errors"},
    "flow": {"types", "errors", "replies"},
    "providers": {*WORDS, "options"},
    "store": {"types", "errors", "threads", "budgets"},
    "assets": {"types", "errors", "replies", "threads"},
    "engine": {*WORDS, "budgets", "store", "assets"},
    "client": {*WORDS, "budgets", "options", "threads", "providers", "store", "assets", "engine", "sandbox"},
    "sketch": set(),
    "sandbox": {"sketch"},
    "provenance": {"types", "errors"},
    "show": {"types", "errors", "reports", "sketch"},
    "comparison": {"options", "types", "errors", "client", "provenance", "show"},
    "calls": {"types", "errors", "sketch", "providers", "client", "provenance", "show", "comparison"},
    "widgets": {
        *WORDS,
        "offers",
        "budgets",
        "providers",
        "store",
        "client",
        "provenance",
        "show",
        "comparison",
        "calls",
    },  # the store answers the gallery's questions; a budget is set in the form, which lists the providers
    "testing": {*WORDS, "store", "assets", "engine", "client"},
    "commands": {*WORDS, "providers", "store", "assets", "sandbox", "client", "calls"},
    "__init__": {"budgets", "providers", "client", "comparison", "show", "calls", "widgets", "commands"},
}
"""What is imported, room by room; a folder is a room, and so is a file beside them."""
LATE = {
    ("types", "Generation._repr_mimebundle_", "show"),
    ("types", "Picture._repr_mimebundle_", "show"),
    ("reports", "Report.__repr__", "show"),
    ("reports", "Report._repr_mimebundle_", "show"),
    ("types", "Page.__repr__", "show"),
    ("types", "Page._repr_mimebundle_", "show"),
    ("types", "Page.to_dataframe", "comparison"),
    ("types", "Generation.save", "provenance"),
    ("comparison", "Grid.vote", "widgets"),  # a person asks a grid for the panel, and no grid needs one
    ("comparison", "Changes.view", "widgets"),
    ("types", "Picture", "assets"),  # what a file holds is read by the room that put it there
}


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


ROOMS = MAY_IMPORT.keys() | {room(path) for path in SOURCES}


def violations(path, source):
    """Name what a file imports of the package and may not; imports inside functions count."""
    here, package = room(path), ("imgen_nb", *path.relative_to(PACKAGE).parts[:-1])
    for scope, node in scoped(ast.parse(source)):
        for target in rooms_imported(node, package):
            if target not in MAY_IMPORT.get(here, set()) | {here} and not plugged_in(here, scope, target):
                yield target


def plugged_in(here, scope, target):
    """Tell whether this is one of the named places that reach a view late."""
    return any((here, target) == (file, view) and f"{scope}.".startswith(f"{name}.") for file, name, view in LATE)


def scoped(tree, scope=""):
    """Walk a tree with the dotted name of the class or function around each node."""
    for node in ast.iter_child_nodes(tree):
        yield scope, node
        named = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        yield from scoped(node, f"{scope}.{node.name}".lstrip(".") if named else scope)


def rooms_imported(node, package):
    for name in names_imported(node, package):
        first, *rest = name.split(".")
        if first == "imgen_nb":
            yield rest[0] if rest and rest[0] in ROOMS else "__init__"


def names_imported(node, package):
    """Spell out the absolute names that one node imports."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            base = [*package[: len(package) - level + 1]] if level else []
            yield from (".".join([*base, *filter(None, [module]), alias.name]) for alias in names)
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=[ast.Constant(value=str(name)), *_]):
            if called in {"import_module", "__import__"}:
                yield f"{'.'.join(package)}{name}" if name.startswith(".") else name


def test_the_table_lists_what_is_imported_and_no_more():
    used = {name: set() for name in MAY_IMPORT}
    for path in SOURCES:
        package = ("imgen_nb", *path.relative_to(PACKAGE).parts[:-1])
        for _, node in scoped(ast.parse(path.read_text("utf-8"))):
            used[room(path)] |= {*rooms_imported(node, package)} - {room(path)}
    assert {name: targets - used[name] for name, targets in MAY_IMPORT.items() if targets - used[name]} == {}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path):
    found = set(violations(path, path.read_text("utf-8")))
    assert not found, f"{path.name} may not import {', '.join(sorted(found))}"


def test_every_module_has_its_place_in_the_import_table():
    assert SOURCES
    assert {room(path) for path in SOURCES} <= MAY_IMPORT.keys()


@pytest.mark.parametrize(
    ("file", "source", "caught"),
    [
        ("flow.py", "from imgen_nb.client.client import Client", {"client"}),
        ("flow.py", "import imgen_nb.engine.drive as e", {"engine"}),
        ("flow.py", "def late():\n    from imgen_nb import store", {"store"}),
        ("flow.py", "from . import store, types", {"store"}),
        ("flow.py", "from imgen_nb import Client", {"__init__"}),
        ("flow.py", "from importlib import import_module\nimport_module('imgen_nb.store.ledger')", {"store"}),
        ("providers/akool.py", "from ..engine import drive", {"engine"}),
        ("providers/akool.py", "from .banatie import Banatie", set()),
        ("sandbox/apis/akool.py", "from imgen_nb.providers.akool import STATUS", {"providers"}),
        ("sandbox/apis/akool.py", "from imgen_nb import sketch, errors", {"errors"}),
        ("sketch/paint.py", "if True:\n    from imgen_nb.types import Picture", {"types"}),
        ("types.py", "from imgen_nb import show", {"show"}),
        ("types.py", "class Generation:\n    def _repr_mimebundle_(self):\n        from imgen_nb import show", set()),
        ("comparison/cells.py", "def sheet():\n    from imgen_nb import show", set()),
        ("show/sheet.py", "from imgen_nb.client.client import Client", {"client"}),
    ],
)
def test_a_planted_import_is_caught(file, source, caught):
    assert set(violations(PACKAGE / file, source)) == caught


# --- flows only speak -------------------------------------------------------------------------------------------------

HTTPX_VALUES = {"Headers", "QueryParams", "Request", "Response", "URL", "codes"}
WAITING_MODULES = {
    *("aiohttp", "anyio", "asyncio", "concurrent", "multiprocessing", "requests", "sched", "select", "selectors"),
    *("signal", "socket", "sniffio", "subprocess", "threading", "time", "trio", "urllib.request", "urllib3"),
}
WAITING_NAMES = {"monotonic", "now", "perf_counter", "sleep", "today", "urlopen", "utcnow"}
SPEAKING = [path for path in SOURCES if room(path) in {"flow", "providers"}]


def waiting(source):
    """Name each clock, sleep and client a flow would reach for."""
    for node in ast.walk(ast.parse(source)):
        for name in names_imported(node, ()):
            first, *rest = name.split(".")
            if {first, name, name.rpartition(".")[0]} & WAITING_MODULES or (
                first == "httpx" and {*rest} - HTTPX_VALUES
            ):
                yield name
        match node:
            case ast.Attribute(value=ast.Name(id="httpx"), attr=used) if used not in HTTPX_VALUES:
                yield f"httpx.{used}"
            case ast.Attribute(attr=used) | ast.Call(func=ast.Name(id=used)) if used in WAITING_NAMES:
                yield used


def test_flows_hold_no_sleep_no_clock_and_no_client():
    assert {room(path) for path in SPEAKING} == {"flow", "providers"}
    assert not {(path.name, name) for path in SPEAKING for name in waiting(path.read_text("utf-8"))}


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "from time import sleep",
        "async def f():\n    import asyncio",
        "import httpx\nhttpx.AsyncClient()",
        "from httpx import get",
        "import datetime\ndatetime.datetime.now()",
        "from urllib.request import urlopen",
    ],
)
def test_a_planted_wait_is_caught(source):
    assert list(waiting(source))


def test_words_about_waiting_are_no_wait():
    source = "import httpx\nfrom httpx import Request\nfrom urllib.parse import quote\nnow = 'sleep'\nhttpx.URL(now)"
    assert not list(waiting(source))


# --- forks ------------------------------------------------------------------------------------------------------------


def test_no_lock_of_the_standard_library_is_left_held_by_a_fork():
    """3.11's `functools.cached_property` locks: forked while another thread is inside, a child waits for ever."""
    assert [path.name for path in SOURCES if "cached_property" in used(ast.parse(path.read_text("utf-8")))] == []


def used(tree):
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


# --- the public names -------------------------------------------------------------------------------------------------


def fresh(code):
    """Run code in a new interpreter and return what it prints, as JSON."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_no_public_name_is_a_submodule():
    assert imgen_nb.__all__
    assert not {*imgen_nb.__all__} & {module.name for module in pkgutil.iter_modules(imgen_nb.__path__)}


def test_public_names_survive_the_import_of_every_submodule():
    lost = fresh("""
import importlib, json, pkgutil, types
import imgen_nb as ig
before = {name: getattr(ig, name) for name in ig.__all__}
modules = [module.name for module in pkgutil.walk_packages(ig.__path__, "imgen_nb.")]
assert modules
for module in modules:
    importlib.import_module(module)
after = {name: getattr(ig, name) for name in ig.__all__}
lost = [name for name in before if after[name] is not before[name] or isinstance(after[name], types.ModuleType)]
print(json.dumps(lost))
""")
    assert lost == []


HEAVY = {"IPython", "anywidget", "ipywidgets", "matplotlib", "numpy"}
HEAVY |= {"PIL", "pandas", "pyrate_limiter", "sqlalchemy", "uvicorn"}


def test_import_of_the_package_is_light():
    loaded = fresh("import imgen_nb, json, sys; print(json.dumps([*sys.modules]))")
    assert "imgen_nb" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY


def test_a_first_look_at_the_studio_needs_neither_engine_nor_network_nor_anybodys_record():
    studio = "from imgen_nb.widgets.studio import Studio; Studio('banatie', 'a fox')"
    loaded = {*fresh(f"{studio}; import json, sys; print(json.dumps([*sys.modules]))")}
    assert "imgen_nb.providers.openai" in loaded, "its name is in the list"
    assert not loaded & {"httpcore", "sqlalchemy", "tomllib", "imgen_nb.assets.network", "imgen_nb.engine.drive"}


# --- tracked files ----------------------------------------------------------------------------------------------------

BINARY = {".gif", ".ico", ".jpg", ".jpeg", ".npz", ".pdf", ".png", ".ttf", ".webp", ".woff2", ".zip"}
MACHINE_PATH = re.compile(r"(?<![\w.$}])(?:/(?:home|opt|root|Users|work)/\w|[A-Z]:\\Users\\)")
REGISTRY = re.compile(r"pypi[.]org|python[h]osted|index[-]url|find[-]links|trusted[-]host")


def tracked(*suffixes):
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def test_notebooks_are_stored_without_outputs():
    notebooks = tracked(".ipynb")
    assert notebooks
    for path in notebooks:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")], path.name


def test_locks_record_no_address():
    locks = [path for path in tracked(".txt") if path.parent.name in {"requirements", "binder"}]
    assert ROOT / "requirements" / "lock.txt" in locks
    assert not [path for path in locks if "://" in path.read_text("utf-8")]


def test_no_file_knows_a_machine_or_a_registry():
    texts = [path for path in tracked() if path.suffix not in BINARY]
    found = {
        (path.relative_to(ROOT).as_posix(), match.group())
        for path in texts
        for pattern in (MACHINE_PATH, REGISTRY)
        for match in pattern.finditer(path.read_text("utf-8"))
    }
    assert texts
    assert not found


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_changelog_tops_with_the_version():
    versions = re.findall(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == project()["version"]


def test_the_lock_holds_all_that_is_asked_for():
    lock = (ROOT / "requirements" / "lock.txt").read_text("utf-8")
    held = {name: Version(version) for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE)}
    asked = [*project()["dependencies"], *chain.from_iterable(project()["optional-dependencies"].values())]
    for requirement in map(Requirement, asked):
        if requirement.name != project()["name"]:
            assert held[requirement.name.lower()] in requirement.specifier, requirement


def test_a_long_file_says_why_in_its_first_lines():
    for path in [*SOURCES, *PACKAGE.rglob("*.js")]:
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) <= 400 or "longer" in " ".join(lines[:25]), path.name
