"""A provider nobody here knows, from a cell and from a distribution: the page in CONTRIBUTING as it stands."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import types
from pathlib import Path

import httpx
import pytest

import imgen_nb as ig
from imgen_nb import providers, sandbox, testing
from imgen_nb.calls.ask import compare
from imgen_nb.client.client import Client, default_client
from imgen_nb.client.process import use
from imgen_nb.errors import InvalidRequest, MissingKey
from imgen_nb.flow import Credential, Provider, spend
from imgen_nb.providers import _declarations as declarations
from imgen_nb.testing import Server
from imgen_nb.types import Option, State

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Writing a provider")[2].partition("\n## ")[0]
PROVIDER, WIRE = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
ENTRY = re.search(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)[1]

atelier = types.ModuleType("atelier")
exec(compile(PROVIDER, "CONTRIBUTING.md, provider", "exec"), atelier.__dict__)
Atelier = atelier.Atelier
exec(compile(WIRE, "CONTRIBUTING.md, wire", "exec"), atelier.__dict__)
Wire, WORDS = atelier.Wire, testing.names(Atelier(), atelier.Wire())


@pytest.fixture(autouse=True)
def afresh(monkeypatch):
    """What one test registers or installs, no other knows."""
    monkeypatch.setattr(providers, "_registered", {})
    use()


@pytest.fixture
def server():
    """The service itself, scripted; its pictures come from the same transport."""
    return Server(Wire(), polls=1)


def test_it_is_short():
    assert len(PROVIDER.splitlines()) <= 80


def test_it_passes_the_houses_own_checks(tmp_path):
    (tmp_path / "atelier.py").write_text(PROVIDER)
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E,F,I,B", "--line-length", "120"]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.sampled(3)
@pytest.mark.parametrize("row", WORDS)
def test_the_pages_own_test(row, tmp_path):
    atelier.test_atelier(row, tmp_path)


def test_the_pages_test_is_parametrised_with_every_row():
    (mark,) = atelier.test_atelier.pytestmark
    assert mark.args == ("row", WORDS)
    assert len(WORDS) > 25


def test_the_kit_catches_a_provider_that_pays_twice(tmp_path):
    class Careless(Atelier):
        def generate(self, request):
            for _ in range(2):
                remote_id = yield from spend(httpx.Request("POST", "/pictures", json={}), atelier._made)
            return (yield from self.follow(remote_id))

    rows = {case.name: case for case in testing.wire_table(Careless(), Wire(), tmp_path)}
    with pytest.raises(AssertionError, match="2 submissions were accepted"):
        rows["happy path, then from the store"]()


# --- from a cell ------------------------------------------------------------------------------------------------------


def test_a_registered_class_is_known_by_name():
    assert ig.register(Atelier) is Atelier
    assert "atelier" in providers.names()
    assert isinstance(providers.get("atelier"), Atelier)


def test_the_client_makes_and_keeps_its_pictures(server, tmp_path):
    ig.register(Atelier)
    transport = httpx.MockTransport(server.handle)
    with Client("atelier", api_key="key", transport=transport, store=tmp_path) as client:
        made = client.generate("a red fox", aspect_ratio="3:2")
        again = client.generate("a red fox", aspect_ratio="3:2")
    assert made.state is State.SAVED
    assert not made.sandbox
    assert again.from_store
    assert server.billed == 1


def test_its_options_are_validated_as_any_others():
    ig.register(Atelier)
    with Client("atelier", api_key="key", transport=httpx.MockTransport(lambda request: None)) as client:
        with pytest.raises(InvalidRequest, match="nearest: 1:1"):
            client.generate("a red fox", aspect_ratio="3:3")
        with pytest.raises(InvalidRequest, match="Atelier has no seed"):
            client.generate("a red fox", seed=1)


def test_the_form_offers_it():
    ig.register(Atelier)
    studio = ig.studio()
    studio.provider = "atelier"
    (ratio,) = studio.form["fields"]
    assert [one["value"] for one in ratio["choices"]] == ["1:1", "3:2", "2:3"]


def test_a_comparison_has_a_place_for_it(monkeypatch):
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    ig.register(Atelier)
    grid = compare("a red fox", providers=["atelier", "destinpq"])
    nobody, drawn = grid.cells
    assert isinstance(nobody.error, MissingKey)
    assert "ATELIER_API_KEY" in str(nobody.error)
    assert "it has no sandbox" in str(nobody.error)
    assert drawn.generation.images


def test_a_class_written_anew_replaces_the_old_one_everywhere(monkeypatch):
    class Again(Atelier):
        options = (*Atelier.options, Option("seed", "integer", low=0, high=9))

    monkeypatch.setenv("ATELIER_API_KEY", "key")
    monkeypatch.setenv("IMGEN_NB_LIVE", "")
    ig.register(Atelier)
    assert default_client("atelier").provider.option("seed") is None
    ig.register(Again)
    assert default_client("atelier").provider.option("seed") is not None


def test_an_instance_and_a_decorator_do_as_well():
    made = Atelier()
    assert ig.register(made) is made
    assert providers.get("atelier") is made

    @ig.register
    class Other(Atelier):
        name = "other"

    assert providers.get("other").title == "Atelier"
    assert Other.name == "other"


class Half(Provider):
    name = "half"


BROKEN = {
    "a built-in name": ({"name": "banatie"}, "'banatie' is taken"),
    "a name with capitals": ({"name": "My API"}, "small letters"),
    "no title": ({"title": " "}, "title"),
    "an address that is none": ({"base_url": "api.example"}, "absolute http"),
    "an address with a key": ({"base_url": "https://me:pw@api.example"}, "without query or user name"),
    "no prompt": ({"options": ()}, "Option('prompt'"),
    "a list of options": ({"options": [Option("prompt", "text")]}, "tuple of Option"),
    "an option twice": ({"options": (*Atelier.options, Atelier.options[0])}, "prompt is declared twice"),
    "an option named as a keyword": ({"options": (*Atelier.options, Option("take", "integer"))}, "called 'take'"),
    "a choice of nothing": ({"options": (*Atelier.options, Option("style", "choice"))}, "style has no choices"),
    "a default out of range": (
        {"options": (*Atelier.options, Option("seed", "integer", low=0, high=9, default=10))},
        "the default of seed is 10",
    ),
    "a credential that is text": ({"credentials": ("KEY",)}, "Credential"),
    "a cadence of nothing": ({"cadence": 2.0}, "Cadence"),
    "a credential that is in no tuple": ({"credentials": 7}, "credentials is 7, which is no tuple"),
    "a list of credentials": ({"credentials": [*Atelier.credentials]}, "which is no tuple"),
    "options that are numbers": ({"options": [1, 2]}, "tuple of Option"),
    "an origin with a path": ({"origins": ("https://cdn.example/a",)}, "origins hold 'https://cdn.example/a'"),
    "an origin that is text": ({"origins": "https://cdn.example"}, "which is no tuple"),
    "a lifetime that is text": ({"lifetime": "7 days"}, "lifetime is '7 days'"),
    "a lifetime of nothing": ({"lifetime": 0}, "lifetime is 0"),
    "a key that may be needed": ({"key_required": "no"}, "key_required is 'no'"),
    "a header of two words": ({"credentials": (Credential("ATELIER_API_KEY", "X Key"),)}, "ENVIRONMENT_VARIABLE"),
    "a prefix that cannot travel": ({"credentials": (Credential("A_KEY", "X-Key", "Schlüssel "),)}, "credentials hold"),
    "a prefix with a line end": ({"credentials": (Credential("A_KEY", "X-Key", "a\n"),)}, "credentials hold"),
    "a variable that is a number": ({"credentials": (Credential(7, "X-Key"),)}, "credentials hold"),
    "a port that is none": ({"base_url": "https://api.example:99999"}, "absolute http"),
    "a verb that is a number": ({"get": 7}, "get is 7, which is no method"),
    "a check that is text": ({"conflict": "none"}, "conflict is 'none', which is no method"),
    "a price that is a number": ({"price": 0.04}, "price is 0.04"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_declarations_are_named_and_nothing_changes(broken):
    words, said = BROKEN[broken]
    with pytest.raises(InvalidRequest, match=re.escape(said)):
        ig.register(type("Broken", (Atelier,), words))
    assert not providers._registered


@pytest.mark.parametrize("broken", [one for one in BROKEN if one != "a built-in name"])
@pytest.mark.parametrize("way", ["register", "register its class", "a client"])
def test_so_are_those_of_an_instance(broken, way):
    words, said = BROKEN[broken]

    class Late(Atelier):
        def __init__(self):
            self.__dict__.update(words)

    give = {"register": lambda: ig.register(Late()), "register its class": lambda: ig.register(Late)}
    with pytest.raises(InvalidRequest, match=re.escape(said)):
        give.get(way, lambda: Client(Late()))()
    assert not providers._registered


def test_a_class_that_needs_words_to_be_made_is_registered_as_one_that_is_made():
    class Needy(Atelier):
        def __init__(self, address):
            self.base_url = address

    with pytest.raises(InvalidRequest, match="give one that is made"):
        ig.register(Needy)
    ig.register(Needy("https://mine.example"))
    assert providers.get("atelier").base_url == "https://mine.example"


def test_what_is_no_provider_is_refused():
    with pytest.raises(InvalidRequest, match="no subclass"):
        ig.register(dict)
    with pytest.raises(InvalidRequest, match="no subclass"):
        ig.register("atelier")
    with pytest.raises(InvalidRequest, match="Half lacks title, base_url, options, follow, generate"):
        ig.register(Half)


def test_an_async_flow_is_refused():
    class Modern(Atelier):
        async def generate(self, request):
            yield None

    with pytest.raises(InvalidRequest, match="generate is async"):
        ig.register(Modern)


# --- from an installed distribution -----------------------------------------------------------------------------------

GROUP = "[imgen_nb.providers]"


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a distribution as pip would leave it: modules, and a folder that describes them."""
    site = tmp_path / "site"
    site.mkdir()
    providers._installed.cache_clear()
    monkeypatch.syspath_prepend(str(site))

    def add(name, entry, source):
        about = site / f"{name}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"{GROUP}\n{entry}\n")
        (site / f"{entry.partition('=')[2].partition(':')[0].strip()}.py").write_text(source)

    yield add
    providers._installed.cache_clear()


def test_an_installed_one_is_found_by_its_entry_point(install, server, tmp_path):
    entry = ENTRY.splitlines()[1].replace('"', "")
    install("atelier-imgen", entry, PROVIDER)
    assert providers.names() == tuple(sorted({"atelier", *providers.built_in()}))
    transport = httpx.MockTransport(server.handle)
    with Client("atelier", api_key="key", transport=transport, store=tmp_path / "store") as client:
        assert client.generate("a red fox").images


def test_broken_ones_are_left_out_with_one_line_each(install, caplog):
    install("gone", "gone = missing_module_of_gone:Atelier", "")
    install("broken", "broken = broken_module:Atelier", "raise SystemExit('out of luck')")
    install("thief", "thief = thief_module:Thief", PROVIDER + "\n\nclass Thief(Atelier):\n    name = 'banatie'\n")
    install("fine", "fine = fine_module:Atelier", PROVIDER)
    install("late", "late = late_module:Atelier", PROVIDER)
    with caplog.at_level(logging.WARNING, logger="imgen_nb"):
        assert "atelier" in providers.names()
        assert "atelier" in providers.names()
    told = sorted(record.getMessage() for record in caplog.records)
    assert len(told) == 4, told
    assert all(" of the distribution " in line for line in told)
    assert "'broken'" in told[0]
    assert "out of luck" in told[0]
    assert "taken by another distribution" in "".join(told)
    assert "taken by a built-in provider" in "".join(told)
    assert type(providers.get("banatie")).__module__ == "imgen_nb.providers.banatie"


def test_a_class_from_a_cell_goes_before_an_installed_one(install):
    install("atelier-imgen", "atelier = atelier_installed:Atelier", PROVIDER)
    assert type(providers.get("atelier")).__module__ == "atelier_installed"
    ig.register(Atelier)
    assert type(providers.get("atelier")) is Atelier


def test_every_provider_of_this_package_is_declared_as_others_must_be():
    for name in providers.built_in():
        assert declarations.problems(type(providers.get(name))) == []
    assert providers.built_in() == set(sandbox.names())
