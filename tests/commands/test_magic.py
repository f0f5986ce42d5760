"""`%%imagine` in a real IPython shell: flags from declarations, values typed by their kind, errors as anywhere."""

from __future__ import annotations

import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from imgen_nb import providers
from imgen_nb.commands import magic
from imgen_nb.errors import InvalidRequest
from imgen_nb.types import Option


@pytest.fixture(scope="module")
def one_shell(tmp_path_factory):
    """A shell ends with its process: IPython has no other end for one."""
    config = Config()
    config.HistoryManager.enabled = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        yield InteractiveShell.instance(config=config)
    InteractiveShell.clear_instance()


@pytest.fixture
def shell(one_shell, monkeypatch):
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    one_shell.extension_manager.load_extension("imgen_nb")
    yield one_shell
    one_shell.extension_manager.unload_extension("imgen_nb")


@pytest.fixture
def asked(monkeypatch):
    """What `generate` would have been called with."""
    calls = []
    monkeypatch.setattr(magic, "generate", lambda *args, **more: calls.append((*args, more)))
    return calls


def test_a_cell_is_a_prompt_and_gives_a_generation(shell):
    made = shell.run_cell_magic("imagine", "-p banatie -a 16:9", "a red fox\nin snow\n")
    assert made.request.prompt == "a red fox\nin snow"
    assert made.request.params["aspect_ratio"] == "16:9"
    assert made.images


def test_take_makes_another(shell):
    one = shell.run_cell_magic("imagine", "-p destinpq", "a fox")
    same = shell.run_cell_magic("imagine", "-p destinpq", "a fox")
    other = shell.run_cell_magic("imagine", "-p destinpq --take 2", "a fox")
    assert same.from_store
    assert same.images[0].sha256 == one.images[0].sha256
    assert not other.from_store


def test_no_wait_gives_the_job(shell):
    assert shell.run_cell_magic("imagine", "-p destinpq --no-wait", "a fox").wait().images


def test_values_are_typed_by_their_parameters(shell, asked):
    line = "-p qolaba --seed 7 --guidance-scale .5 -m fal/x --background off --set num_images=2 --image-urls http://a/b"
    shell.run_cell_magic("imagine", line, "x")
    assert asked[0][:2] == ("x", "qolaba")
    assert asked[0][2] == {
        "take": 1,
        "seed": 7,
        "guidance_scale": 0.5,
        "model": "fal/x",
        "background": False,
        "num_images": 2,
        "image_urls": ["http://a/b"],
    }


def test_json_where_a_parameter_is_a_structure(shell, asked):
    shell.run_cell_magic("imagine", """-p banatie --set 'meta={{"a": [1]}}'""", "x")
    assert asked[0][2]["meta"] == {"a": [1]}


def test_a_variable_of_the_notebook_can_stand_in_the_line(shell, asked):
    shell.user_ns["ratio"] = "3:2"
    shell.run_cell_magic("imagine", "-p banatie -a $ratio", "x")
    assert asked[0][2]["aspect_ratio"] == "3:2"


@pytest.mark.parametrize(
    ("line", "error", "words"),
    [
        ("-p banatie -a 16:10", InvalidRequest, "aspect_ratio is '16:10'"),
        ("-p qolaba --seed seven", InvalidRequest, "not a whole number"),
        ("-p qolaba --background maybe", InvalidRequest, "not True or False"),
        ("-p banatie --seed 7", InvalidRequest, "Banatie has no seed"),
        ("-p bananie", InvalidRequest, "nearest: banatie"),
        ("-p banatie --set sed=7", TypeError, "'seed'"),
        ("-p banatie --take 0", InvalidRequest, "take is 0"),
        ("-p banatie --set seed", UsageError, "name=value"),
        ("-p 'banatie", UsageError, "No closing quotation"),
        ("-p banatie --wat 1", UsageError, "unrecognized"),
        ("-p banatie --take two", UsageError, "--take"),
    ],
)
def test_errors_are_those_of_generate_or_of_a_line_that_cannot_be_read(shell, line, error, words):
    with pytest.raises(error, match=words):
        shell.run_cell_magic("imagine", line, "x")


def test_its_help_has_every_parameter_and_who_takes_it(shell):
    text = shell.object_inspect_mime("%%imagine")["text/plain"]
    named = {option.name for name in providers.names() for option in providers.get(name).options} - {"prompt"}
    assert all(f"--{name.replace('_', '-')}" in text for name in named)
    assert "banatie" in text
    assert "--set NAME=VALUE" in text


def test_it_can_be_unloaded(shell):
    shell.extension_manager.unload_extension("imgen_nb")
    assert "imagine" not in shell.magics_manager.magics["cell"]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "7", "7"),
        ("choice", "on", "on"),
        ("integer", "-3", -3),
        ("integer", "3.0", "3.0"),
        ("number", "3", 3.0),
        ("number", "nan", "nan"),
        ("switch", "Yes", True),
        ("switch", "1", "1"),
        ("addresses", '["a", "b"]', ["a", "b"]),
        ("references", "{", "{"),
    ],
)
def test_a_value_is_read_as_its_kind_or_left_as_it_is(kind, text, value):
    read = magic.typed(Option("x", kind), text)
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize("flag", ["--negative-prompt", "--negative_prompt"])
def test_a_flag_may_be_written_as_the_parameter_is(shell, asked, flag):
    shell.run_cell_magic("imagine", f"-p qolaba {flag} snow", "a fox")
    assert asked[0][-1]["negative_prompt"] == "snow"
