"""Records: what a service was found to offer on a day, as a data file beside its provider, or kept from a refresh.

`openai.toml` lies beside `openai.py`, and is read when somebody first asks what the provider offers. It has

- `dated`, and `[sources]`: short names of who says what, used wherever something has a source;
- `default`, the model that is asked where none is named, and `made_by`, where one company made them all;
- `[policy.age]`, `.region`, `.retention`, `.classroom`: `says`, `source`, `dated`;
- `[[models]]`: `id`, `name`, `family`, `ends` and `successor` where an end is announced, and `prices`, each with `usd`,
  `unit` ("picture", else what the service counts), `per` so many, `where` (the parameters it holds for), its source;
  the name of one of `[price_lists]` stands for all of its lines;
- `[[options]]`: the words of `Option`, and `families`, the models that take it ("*": those that are not listed). An
  option of a family goes before one without. The option `model` is made from the list of models.

A provider that is `Recorded` declares what its record says, and has no such line of its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from imgen_nb.flow import Provider
from imgen_nb.types import OTHER, Catalogue, Model, Option, Policy, Price, Told


class Record(NamedTuple):
    """What a file says, in the words of a provider's declarations."""

    listed: tuple[Model, ...]
    options: tuple[Option, ...]
    policy: Policy
    recorded: date


class _Line:
    """One line of a record: the file is read for the first that somebody asks for, and then for no other."""

    def __init__(self, file: Path, name: str) -> None:
        self._file = file
        self._name = name

    def __get__(self, made: Provider | None, kind: type[Provider]) -> Any:
        return getattr(_kept_in(self._file), self._name)


class Recorded(Provider):
    """A provider whose record lies beside it, under its own name."""

    options: ClassVar[tuple[Option, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Declare what the record says; a class that is made of a provider has its record."""
        if Recorded not in cls.__bases__:
            return
        file = Path(str(sys.modules[cls.__module__].__file__)).with_suffix(".toml")
        for name in Record._fields:
            setattr(cls, name, _Line(file, name))


@cache
def _kept_in(file: Path) -> Record:
    import tomllib

    return read(tomllib.loads(file.read_text("utf-8")))


def read(told: Mapping[str, Any]) -> Record:
    """Read a record as TOML has it."""
    sources, dated = told.get("sources", {}), told["dated"]
    models = tuple(_model(one, told, sources) for one in told.get("models", ()))
    families = [(model.id, one.get("family", "")) for model, one in zip(models, told.get("models", ()), strict=True)]
    options = [_option(one, families) for one in told.get("options", ())]
    if models:
        options.insert(1, asked_model((one for one in models if not one.ended(dated)), told["default"]))
    terms = {name: _told(one, sources) for name, one in told.get("policy", {}).items()}
    return Record(models, tuple(options), Policy(**terms), dated)


def asked_model(offered: Iterable[Model], default: str | None) -> Option:
    """The option that chooses among the models of a service; one that is not listed is passed on."""
    ids = tuple(one.id for one in offered)
    return Option("model", "choice", "Model id; others than these are passed on", ids, default=default, open=True)


def choosing(options: Iterable[Option], models: Iterable[Model]) -> tuple[Option, ...]:
    """The same options, of which `model` chooses among these; the default stays where it is one of them."""
    offered = tuple(models)
    known = {one.id for one in offered}

    def chosen(option: Option) -> Option:
        default = option.default if option.default in known else next((one.id for one in offered), None)
        return asked_model(offered, default) if option.name == "model" else option

    return tuple(map(chosen, options))


def _model(told: Mapping[str, Any], record: Mapping[str, Any], sources: Mapping[str, str]) -> Model:
    lines = [
        line
        for one in told.get("prices", ())
        for line in (record["price_lists"][one] if isinstance(one, str) else [one])
    ]
    prices = tuple(_price(one, record["dated"], sources) for one in lines)
    made_by = told.get("made_by", record.get("made_by", ""))
    return Model(told["id"], told.get("name", ""), made_by, told.get("ends"), told.get("successor", ""), prices)


def _price(told: Mapping[str, Any], dated: date, sources: Mapping[str, str]) -> Price:
    where = {name: tuple(value) for name, value in told.get("where", {}).items()}
    counted = {name: told[name] for name in ("unit", "per") if name in told}
    source = told.get("source", "")
    return Price(
        told["usd"], where=where, source=sources.get(source, source), dated=told.get("dated", dated), **counted
    )


def _option(told: Mapping[str, Any], families: Iterable[tuple[str, str]]) -> Option:
    words = {**told, "choices": tuple(told.get("choices", ()))}
    named = words.pop("families", ())
    ids = tuple(one for one, family in families if family in named)
    return Option(**words, models=(*ids, *([OTHER] if OTHER in named else [])))


def _told(told: Mapping[str, Any], sources: Mapping[str, str]) -> Told:
    source = told.get("source", "")
    return Told(told["says"], sources.get(source, source), told.get("dated"))


# ---------------------------------------------------------------------------- kept from a refresh


def written(found: Catalogue, dated: date) -> str:
    """Write down as JSON what a service told on a day."""
    rows = {"models": [asdict(one) for one in found.models], "options": [asdict(one) for one in found.options]}
    return json.dumps({"dated": dated, **rows}, default=str, ensure_ascii=False, indent=1)


def read_back(text: str) -> tuple[Catalogue, date]:
    """Read it again; raises `ValueError` for what is none, or was written by another version."""
    try:
        kept = json.loads(text)
        models = tuple(_model_back(one) for one in kept["models"])
        options = tuple(_option_back(one) for one in kept["options"])
        return Catalogue(models, options), date.fromisoformat(kept["dated"])
    except (KeyError, TypeError, AttributeError) as odd:
        raise ValueError(f"no record ({type(odd).__name__})") from None


def _model_back(kept: dict[str, Any]) -> Model:
    return Model(**{**kept, "ends": _day(kept["ends"]), "prices": tuple(map(_price_back, kept["prices"]))})


def _price_back(kept: dict[str, Any]) -> Price:
    where = {name: tuple(values) for name, values in kept["where"].items()}
    return Price(**{**kept, "where": where, "dated": _day(kept["dated"])})


def _option_back(kept: dict[str, Any]) -> Option:
    return Option(**{**kept, "choices": tuple(kept["choices"]), "models": tuple(kept["models"])})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
