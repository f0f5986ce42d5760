"""Goods before bookkeeping: whatever a provider says beside a picture, the picture is kept and can be shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from wires import destinpq

from imgen_nb import providers
from imgen_nb.engine import outcomes
from imgen_nb.errors import UnexpectedReply
from imgen_nb.flow import Flow, Outcome
from imgen_nb.testing import Bench, png
from imgen_nb.types import ImageRequest

DESTINPQ = providers.get("destinpq")
REQUEST = ImageRequest("destinpq", "a red fox")


class Mute:
    """What has no words at all."""

    def __str__(self) -> str:
        raise RuntimeError("no words")

    __repr__ = __str__


ODD: dict[str, dict[str, Any]] = {
    "a prompt that is a number": {"prompt_used": 7},
    "a prompt without words": {"prompt_used": Mute()},
    "a parent that is a number": {"parent": 9},
    "a parent without words": {"parent": Mute()},
    "an end of time": {"expires": 1e300},
    "an end that is no number": {"expires": "soon"},
    "a price that is none": {"cost": 5},
    "buttons without words": {"actions": (None, Mute())},
    "a reply without words": {"raw": {"a": Mute()}},
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_is_said_beside_a_picture_it_is_kept(name: str) -> None:
    kept = outcomes.keep(Outcome([png()], **ODD[name]), REQUEST, None, lambda value: value, DESTINPQ)
    again = outcomes.outcome(json.loads(json.dumps(kept)))
    assert len(again.assets) == 1
    assert again.expires is None
    assert isinstance(again.prompt_used, str | None)
    assert isinstance(again.parent, str | None)


@pytest.mark.parametrize("made", [None, "https://pictures.example/a.png", {"url": "a"}], ids=repr)
def test_a_flow_that_returns_no_outcome_is_told_so_and_not_paid_again(tmp_path: Path, made: Any) -> None:
    class Loose(type(DESTINPQ)):  # type: ignore[misc]
        def follow(self, remote_id: str) -> Flow[Any]:
            yield from super().follow(remote_id)
            return made

    bench = Bench(Loose(), destinpq.Wire(), tmp_path)
    for _ in range(2):
        assert "no Outcome" in str(bench.fails(UnexpectedReply, "yes"))
    bench.holds()
