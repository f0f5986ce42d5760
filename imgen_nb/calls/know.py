"""What there is to know before anything is asked: who answers, and what the sketch engine makes of a prompt."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from imgen_nb import providers, sketch
from imgen_nb.client import keys, process, runtime
from imgen_nb.client.access import secret
from imgen_nb.client.client import Client, default_client
from imgen_nb.client.process import provider_rows
from imgen_nb.client.records import Refreshed
from imgen_nb.errors import InvalidRequest
from imgen_nb.show import tables
from imgen_nb.show.drawn import Drawing
from imgen_nb.types import Left, Option

if TYPE_CHECKING:
    from imgen_nb.client.process import ProviderRow

LARGEST = 4096
OPTIONS = (
    Option("seed", "integer"),
    Option("finish", "choice", choices=sketch.FINISHES),
    Option("template", "choice", choices=sketch.TEMPLATES),
    Option("negative_prompt", "text"),
    Option("guidance_scale", "number", low=0, high=30),
    Option("num_inference_steps", "integer", low=1, high=150),
)


class ProviderList(tuple["ProviderRow", ...]):
    """The known providers; in a notebook its repr is a table."""

    __slots__ = ()

    def _bundle(self) -> dict[str, str]:
        return tables.providers(self, {row.name: left for row in self if (left := _left(row))})

    def __repr__(self) -> str:
        return self._bundle()["text/plain"]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return self._bundle()


def list_providers() -> ProviderList:
    """List who can be asked: live or sandbox, why, which parameters, what a picture costs, and what is left.

    Nothing is sent: what is left is what the services told this process (`Client.balance()` asks for credit).
    """
    return ProviderList(provider_rows())


def _left(row: ProviderRow) -> Left | None:
    """What any client of this process was told by whoever answers now; the fewest requests, the latest credit."""
    if runtime.on_the_loop():
        return None
    alike = [one for one in process.every_client if one.provider.name == row.name and one.sandbox is not row.live]
    told = [left for client in alike if (left := client.left)]
    counted = min(told, key=lambda one: one.requests.remaining if one.requests else math.inf, default=None)
    asked = max((one for one in told if one.asked), key=lambda one: one.asked or 0.0, default=None)
    if counted and asked:
        return replace(counted, credit=asked.credit, asked=asked.asked)
    return counted or asked


def refresh(provider: str) -> Refreshed:
    """Ask a provider for its models; the form, the checks and the tables know them and what each takes from then on.

    Shows what changed. What a live service told is kept, and known by the next kernel. A list that is public is asked
    for without a key.

    Raises `InvalidRequest` for a provider whose models are all in its document.
    """
    client = default_client(provider)
    if not client.sandbox or not client.provider.public_list:
        return client.refresh()
    with Client(provider, _keyless=True) as anybody:
        return anybody.refresh()


def set_key(provider: str, key: str | None = None, source: keys.Source = "prompt") -> None:
    """Give a provider's key to this process, which keeps it in memory and uses it from then on; nothing is sent.

    Without `key` it is looked for: "prompt" asks for it and shows nothing, "keyring" is the system's (the extra
    `keyring`), ".env" the nearest such file, "colab" and "kaggle" are the secrets of those notebooks. With `key` and
    "keyring" the system keeps it for other days. It goes before the environment. Raises `MissingKey` where none is
    found.

    Example:
        >>> ig.set_key("banatie")  # doctest: +SKIP
        >>> ig.set_key("banatie", source=".env")  # doctest: +SKIP
    """
    wrapped, key = secret(key.strip() if isinstance(key, str) else key), None  # no frame of an error holds it
    keys.give(providers.get(provider), wrapped, source)


# --- the sketch engine alone ---


def draw(
    prompt: str,
    *,
    size: tuple[int, int] = (768, 768),
    seed: int = 0,
    finish: str | None = None,
    template: str = "general",
    negative_prompt: str | None = None,
    guidance_scale: float | None = None,
    num_inference_steps: int | None = None,
) -> Drawing:
    """Draw a prompt with the sketch engine, without any provider; nothing is sent and nothing is stored.

    The same arguments give the same picture. Without a `finish` the prompt's style words choose one ("watercolour"),
    else it is "clay". Raises `InvalidRequest` for a value that is not allowed, with the nearest one that is.

    Example:
        >>> ig.draw("three foxes under a tree at night", template="comic")  # doctest: +SKIP
    """
    _check_size(size)
    given = {
        "seed": seed,
        "finish": finish,
        "template": template,
        "negative_prompt": negative_prompt,
        "guidance_scale": guidance_scale,
        "num_inference_steps": num_inference_steps,
    }
    for option in OPTIONS:
        value = given[option.name]
        if problem := option.problem(value) if value is not None else None:
            raise _invalid(f"{option.name} {problem}")
    if not isinstance(prompt, str):
        raise _invalid(f"prompt is {prompt!r:.60}, which is not text")
    plan = sketch.parse(prompt)
    chosen = finish or (plan.style if plan.style in sketch.FINISHES else None) or "clay"
    image = sketch.render(
        plan,
        size,
        seed=seed,
        finish=chosen,
        template=template,
        guidance=guidance_scale,
        steps=num_inference_steps,
        negative=negative_prompt,
    )
    if negative_prompt and negative_prompt.strip():
        plan = plan.minus(sketch.parse(negative_prompt))
    return Drawing(plan, image, seed, chosen, template)


def _check_size(size: object) -> None:
    sides = size if isinstance(size, tuple) and len(size) == 2 else ()
    if not sides or not all(isinstance(side, int) and 16 <= side <= LARGEST for side in sides):
        raise _invalid(f"size is {size!r:.60}; allowed: (width, height), each a whole number from 16 to {LARGEST}")
    if math.prod(sides) > LARGEST * LARGEST // 4:
        raise _invalid(f"size is {size!r}; allowed: up to {LARGEST * LARGEST // 4_000_000} million pixels")


def _invalid(problem: str) -> InvalidRequest:
    return InvalidRequest(problem, operation="draw", hint="nothing was drawn")
