"""The form as data: what a provider and a model take, in people's words, with what is set and what is wrong with it.

It holds no picture: one that was given in code is named, not carried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from imgen_nb.errors import ImgenError
from imgen_nb.offers import PICTURE, Model
from imgen_nb.show.places import capital, clean, count, dollars, sentence, shape
from imgen_nb.types import OUTSIDE_KEY, Option
from imgen_nb.widgets import given

IN_CODE = ("mapping",)
"""Kinds with no good control of their own: they are left to code, and the form says so."""
UNSET = {
    "picture": "or its address",
    "addresses": "or addresses, one a line",
    "pictures": "or addresses, ids, @aliases, one a line",
    "references": "or an address a line, and behind it what it is",
}
"""What the empty text beside pictures in hand says."""
FIRST = ("model", "aspect_ratio", "num_images", "seed", "template", "enhance", "style")
"""What stands in the form at once, in this order; the rest is under "More options"."""
LABELS = {
    "num_images": "Pictures",
    "safety_filter_level": "Safety",
    "output_format": "File format",
    "num_inference_steps": "Steps",
    "guidance_scale": "Guidance",
    "image_urls": "Source pictures",
    "mask_url": "Mask",
    "webhook_url": "Webhook",
    "enhance": "Enhance the prompt",
}
WORDS = {
    "block_low_and_above": "strict",
    "block_medium_and_above": "medium",
    "block_only_high": "permissive",
}
"""Values whose wire word says nothing to people."""
LONGEST = 4000
"""Characters of a prompt that a page is told."""
TEACH = "What should the picture show? For example: a red fox in snow, low sun, 35 mm film"

Fields = list[dict[str, Any]]


def label(name: str) -> str:
    """Say a parameter's name as people do.

    Example:
        >>> label("aspect_ratio"), label("num_images")
        ('Aspect ratio', 'Pictures')
    """
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def fields(
    options: Iterable[Option],
    values: Mapping[str, Any],
    wrong: Mapping[str, str],
    declared: Iterable[Option] = (),
    listed: Iterable[Model] = (),
) -> Fields:
    """Every option that has a control, those people set most first; `wrong` says what is wrong with which.

    `declared` are the declarations for all models: a field tells what its option means with the others. `listed` are
    the models that a record knows: the model field has their names, prices and ends.
    """
    elsewhere: dict[str, list[str]] = {}
    for option in declared:
        elsewhere.setdefault(option.name, []).append(option.help)
    shown = [option for option in options if option.name != "prompt" and not in_code(option)]
    order = {name: place for place, name in enumerate(FIRST)}
    shown.sort(key=lambda option: order.get(option.name, len(order)))
    made = [_field(option, values.get(option.name), wrong.get(option.name, "")) for option in shown]
    known = {model.id: model for model in listed}
    for one in made:
        if one["name"] == "model":
            _introduce(one, known)
        one["elsewhere"] = "; ".join(dict.fromkeys(h for h in elsewhere.get(one["name"], ()) if h != one["help"]))
    return made


def left_to_code(options: Iterable[Option]) -> Fields:
    """The parameters that the form does not offer, with their help."""
    return [{"name": option.name, "help": option.help} for option in options if in_code(option)]


def in_code(option: Option) -> bool:
    """Whether a parameter has no control."""
    return option.kind in IN_CODE or option.name in OUTSIDE_KEY


def read(option: Option, written: Any) -> Any:
    """What somebody wrote or chose, as the parameter is meant; None for unset.

    A number that is none is left as text, for the validation to refuse.

    Example:
        >>> read(Option("seed", "integer"), " 7 "), read(Option("seed", "integer"), "x")
        (7, 'x')
    """
    if not isinstance(written, str):
        return written
    if option.kind == "switch":
        return {"true": True, "false": False}.get(written)
    if option.kind in ("integer", "number"):
        return _number(option, written.strip())
    return written.strip() or None


def _number(option: Option, written: str) -> Any:
    kind = int if option.kind == "integer" else float
    try:
        return kind(written) if written else None
    except ValueError:
        return written


def wrong(options: Mapping[str, Option], values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with which value, in a sentence."""
    said = {name: options[name].problem(value) for name, value in values.items() if name in options}
    return {name: clean(f"{label(name)} {problem}", 300) for name, problem in said.items() if problem}


def carried(options: Mapping[str, Option], title: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The values that another provider or model takes as well, and a sentence on those it does not."""
    kept, lacking, refused = {}, [], []
    for name, value in values.items():
        if name not in options:
            lacking.append(label(name).lower())
        elif options[name].problem(value):
            refused.append(f"{label(name).lower()} “{clean(value, 40)}”")
        else:
            kept[name] = value
    said = [f"{title} has no {_and(lacking)}"] if lacking else []
    said += [f"{title} does not take {_and(refused)}"] if refused else []
    return kept, f"{'; '.join(said)}: left out." if said else ""


def code(prompt: str, provider: str, values: Mapping[str, Any]) -> str:
    """The cell that asks the same.

    Example:
        >>> code("a fox", "banatie", {"aspect_ratio": "16:9"})
        "ig.generate('a fox', provider='banatie', aspect_ratio='16:9')"
    """
    given = {"provider": provider, **values}
    said = [f"{name}={_literal(value)}" for name, value in given.items() if value is not None]
    return f"ig.generate({', '.join([_literal(prompt, LONGEST), *said])})"


def words_of(error: Exception) -> str:
    """An error in one sentence or two: what happened and what to do."""
    if not isinstance(error, ImgenError):
        return clean(error if isinstance(error, TypeError) else f"{type(error).__name__}: {error}", 400)
    return clean(" ".join(capital(sentence(one)) for one in (error.message, error.hint)), 400)


def _literal(value: Any, most: int = 300) -> str:
    """A value as code; a picture in hand is no literal, and what is too long is left out."""
    said = repr(value)
    return said if len(said) <= most and not said.startswith("<") else "..."


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _field(option: Option, value: Any, problem: str) -> dict[str, Any]:
    shown = {
        "name": option.name,
        "label": label(option.name),
        "kind": _kind(option),
        "help": option.help,
        "allowed": _allowed(option),
        "unset": UNSET.get(option.kind, "default") if option.default is None else _word(option.default),
        "value": _shown(option, value),
        "problem": problem,
        "mend": _mended(option, value) if problem else "",
        "rare": option.name not in FIRST and not option.required,
        "remark": _remark(option, value),
    }
    if given.takes(option):
        shown |= {"items": given.shown(value), "one": option.kind == "picture", "value": given.text(value)}
    if option.choices:
        shown["choices"] = [_choice(one) for one in option.choices]
        shown["plain"] = option.default if option.default is not None else ""
    elif option.kind == "switch":
        shown["plain"] = "" if option.default is None else str(option.default).lower()
    return shown


def _kind(option: Option) -> str:
    if option.choices and option.name == "aspect_ratio" and not option.open:
        return "ratio"
    if option.choices:
        return "model" if option.open else "choice"
    if given.takes(option):
        return "source"
    return {"integer": "number", "number": "number", "switch": "switch"}.get(option.kind, "text")


def _choice(value: str) -> dict[str, Any]:
    known = re.fullmatch(r"[0-9]+:[0-9]+", value)
    return {"value": value, "word": _word(value), "shape": shape(value) if known else None}


def _introduce(field: dict[str, Any], known: Mapping[str, Model]) -> None:
    """Say of each model what is known of it, and of the one that is set when it ends."""
    for choice in field.get("choices", ()):
        if model := known.get(choice["value"]):
            cheapest = min((price.usd / price.per for price in model.prices if price.unit == PICTURE), default=None)
            said = (
                model.made_by,
                f"from {dollars(cheapest)}" if cheapest is not None else "",
                model.notice(date.today()),
            )
            choice |= {"word": model.name or model.id, "more": " · ".join(filter(None, said))}
    if set_now := known.get(field["value"]):
        field["remark"] = field["remark"] or set_now.notice(date.today())


def _word(value: Any) -> str:
    return WORDS.get(value, value) if isinstance(value, str) else {True: "on", False: "off"}.get(value, str(value))


def _allowed(option: Option) -> str:
    """Bounds in words; empty where the control shows them itself."""
    if option.kind in ("integer", "number") and not (option.low is None and option.high is None):
        return option.allowed.removeprefix("a whole number ").removeprefix("a number ").removeprefix("from ")
    return f"at most {count(option.most, 'character')}" if option.kind == "text" and option.most else ""


def _shown(option: Option, value: Any) -> str:
    """A value as its control writes it."""
    if value is None:
        return ""
    return str(value).lower() if option.kind == "switch" else str(value)


def _mended(option: Option, value: Any) -> str:
    """What the control would write for the nearest allowed value; empty where it is best unset."""
    nearest = option.nearest(value)
    return "" if nearest is None else str(nearest)


def _remark(option: Option, value: Any) -> str:
    """What to know of a value that is passed on all the same."""
    if option.open and option.choices and isinstance(value, str) and value not in option.choices:
        return "not in the list: passed on as it is"
    return ""
