"""The record that goes with a copy of a picture: what was asked, who answered, and which picture it is.

It is typed JSON: what is read back equals what was asked, None and "" and 0 each as themselves. It holds no key, no
header and no raw reply; a source picture is its hash, and an address goes without what may be a signature.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from imgen_nb.types import OUTSIDE_KEY, Generation, ImageRequest, hashed

FORMAT = 1
LARGEST = 2**20
"""Characters of a record: a longer one is nobody's of ours."""
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def record(generation: Generation, number: int = 0) -> dict[str, Any]:
    """What is known of one picture of a generation, as JSON-able data."""
    request, picture = generation.request, generation.images[number]
    return {
        "imgen_nb": version("imgen-nb"),
        "format": FORMAT,
        "sandbox": generation.sandbox,
        "request": asked(request),
        "key": request.key,
        "title": generation.title or request.provider,
        "model": request.params.get("model"),
        "prompt_used": generation.prompt_used,
        "remote_id": generation.remote_id,
        "parent": generation.parent,
        "created": generation.created,
        "cost": {"usd": generation.cost.usd, "credits": generation.cost.credits, "source": generation.cost.source},
        "picture": {
            "sha256": picture.sha256,
            "width": picture.width,
            "height": picture.height,
            "media_type": picture.media_type,
            "seed": picture.seed,
            "number": number + 1,
            "of": len(generation.images),
        },
    }


def asked(request: ImageRequest) -> dict[str, Any]:
    """A request as it may be shown to anybody: without what says how to deliver, source pictures as their hashes."""
    return {
        "provider": request.provider,
        "prompt": request.prompt,
        "params": _bare(hashed({k: v for k, v in request.params.items() if k not in OUTSIDE_KEY})),
        "take": request.take,
        "origin": _bare(request.origin),
        "id": request.ref,
    }


def written(told: Mapping[str, Any]) -> str:
    """A record as one line of text that any file takes."""
    text = json.dumps(told, ensure_ascii=False, default=str)
    return re.sub("[\ud800-\udfff\ufffe\uffff]", lambda lost: f"\\u{ord(lost[0]):04x}", text)


def read(text: str) -> dict[str, Any]:
    """Read a record back; raises `ValueError` for what is none. A file may say anything at all."""
    try:
        told = json.loads(text) if len(text) <= LARGEST else None
    except RecursionError:
        raise ValueError("its record is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"its record is no JSON: {error}") from None
    if not isinstance(told, dict):
        raise ValueError("its record is no record of ours")
    return told


def request(told: Mapping[str, Any]) -> ImageRequest:
    """The request a record tells of; raises `ValueError` where a field is missing, or is not what it should be.

    What a store lays beside its pictures is a request itself.
    """
    if "comparison" in told:
        raise ValueError("it is a sheet of many pictures, and its record names no request of one")
    said = told.get("request", told)
    if not isinstance(said, dict):
        raise ValueError("its record names no request")
    fields: dict[str, tuple[type, Any]] = {
        "provider": (str, None),
        "prompt": (str, None),
        "params": (dict, {}),
        "take": (int, 1),
        "origin": (str, ""),
        "id": (str, ""),
    }
    values = {name: said.get(name, default) for name, (_, default) in fields.items()}
    for name, (kind, _) in fields.items():
        if not isinstance(values[name], kind) or isinstance(values[name], bool):
            raise ValueError(f"the {name} in its record is not {kind.__name__}")
    return ImageRequest(ref=values.pop("id"), **values)


def parameters(told: Mapping[str, Any]) -> str:
    """The same in the text that viewers and web interfaces of image models read.

    The prompt, a line of what should not be there, and a line of `name: value` pairs.

    Example:
        >>> asked = {"provider": "atelier", "prompt": "a fox", "params": {"seed": 7}, "take": 1}
        >>> print(parameters({"request": asked, "picture": {"width": 64, "height": 48}, "imgen_nb": "1"}))
        a fox
        Seed: 7, Size: 64x48, Provider: atelier, Take: 1, Version: imgen_nb 1
    """
    request, picture = told["request"], told["picture"]
    params = dict(request["params"])
    negative = params.pop("negative_prompt", None)
    seed = picture.get("seed") if picture.get("seed") is not None else params.get("seed")
    pairs = {
        "Steps": params.get("num_inference_steps"),
        "CFG scale": params.get("guidance_scale"),
        "Seed": seed,
        "Size": f"{picture['width']}x{picture['height']}",
        "Model": params.get("model"),
        "Provider": request["provider"],
        "Take": request["take"],
        **{_words(name): value for name, value in params.items() if name not in _NAMED},
        "Version": f"imgen_nb {told['imgen_nb']}",
    }
    lines = [request["prompt"], f"Negative prompt: {negative}" if negative else ""]
    lines.append(", ".join(f"{name}: {_quoted(value)}" for name, value in pairs.items() if value is not None))
    return "\n".join(filter(None, lines))


_NAMED = ("num_inference_steps", "guidance_scale", "seed", "model")


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _quoted(value: Any) -> str:
    """A value as that grammar has it: in the quotes of JSON where it holds a sign of the grammar's own."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return json.dumps(text, ensure_ascii=False) if re.search(r"[,:\n\"]", text) else text


def _bare(value: Any) -> Any:
    """Addresses without user, query and fragment, which may be a signature; anything else as it is."""
    if isinstance(value, Mapping):
        return {name: _bare(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_bare(one) for one in value]
    if not (isinstance(value, str) and _ADDRESS.match(value)):
        return value
    try:
        place = urlsplit(value)
        return urlunsplit((place.scheme, place.netloc.rpartition("@")[2], place.path, "", ""))
    except ValueError:
        return ""
