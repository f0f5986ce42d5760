"""What the journal keeps of an outcome, and how it is read back."""

from __future__ import annotations

from typing import Any

from imgen_nb.flow import Outcome, Provider
from imgen_nb.types import Cost, ImageRequest, Picture


def keep(outcome: Outcome, request: ImageRequest, expires: float | None) -> dict[str, Any]:
    """The JSON of an outcome; pictures that came as bytes are files already, so only addresses are kept."""
    return {
        "assets": [asset.source for asset in outcome.assets if isinstance(asset.source, str)],
        "prompt_used": outcome.prompt_used,
        "cost": {"usd": outcome.cost.usd, "credits": outcome.cost.credits},
        "raw": dict(outcome.raw),
        "warnings": list(dict.fromkeys([*outcome.warnings, *_fewer(request, outcome)])),
        "actions": list(outcome.actions),
        "parent": outcome.parent or request.params.get("parent"),
        "expires": expires,
    }


def outcome(kept: dict[str, Any]) -> Outcome:
    """Read an outcome back."""
    return Outcome(
        assets=tuple(kept["assets"]),
        prompt_used=kept.get("prompt_used"),
        cost=Cost(**kept.get("cost", {})),
        raw=kept.get("raw", {}),
        warnings=tuple(kept.get("warnings", ())),
        actions=tuple(kept.get("actions", ())),
        parent=kept.get("parent"),
    )


def alt(request: ImageRequest, provider: Provider, picture: Picture) -> str:
    """The words that stand for a picture: prompt, provider, model, ratio, and what it is not."""
    said = [request.prompt, provider.title, request.params.get("model"), request.params.get("aspect_ratio")]
    said += ["sketch engine, not an AI model"] if picture.sketch else []
    return ", ".join(str(item) for item in said if item)


def _fewer(request: ImageRequest, made: Outcome) -> list[str]:
    asked = request.params.get("num_images", 1)
    return [f"{asked} pictures were asked for, {len(made.assets)} came"] if len(made.assets) < asked else []
