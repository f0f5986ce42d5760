"""The blind vote as a panel: two or four pictures at a time, two questions, names only after the reveal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget

from imgen_nb.comparison.vote.ballots import Ballot, Entry
from imgen_nb.comparison.vote.contest import Contest
from imgen_nb.comparison.vote.votes import FITS, answers
from imgen_nb.show import live, standings
from imgen_nb.show.places import clean, count, money
from imgen_nb.show.standings import Standings
from imgen_nb.widgets.form import LONGEST, words_of
from imgen_nb.widgets.modules import linked, styled

STYLES = ("tokens", "controls", "grid", "vote")
NOUNS = {2: "pair"}
"""What pictures shown together are called; any other number of them is a set."""


class VoteView(anywidget.AnyWidget):  # type: ignore[misc]
    """A blind vote, as `grid.vote()` makes one: until the reveal its page knows letters, and nothing of whose they are.

    `begin` makes a vote, and another one where it is to be carried on after the reveal; `hide` is told whether what
    shows the names has to be covered.

    Example:
        >>> ballot = grid.vote()  # doctest: +SKIP
        >>> ballot.reveal()  # doctest: +SKIP
    """

    _esm = linked("parts", "wire", "booth", "ballot", "ranks", "kernel", "frame", "voteview")
    _css = styled(*STYLES)

    def __init__(self, begin: Callable[[], Contest], hide: Callable[[bool], object]) -> None:
        self._begin, self._hide = begin, hide
        self._open()
        self._twins: dict[live.Spot, live.Output] = {}
        super().__init__()
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        contest = self.contest
        number = count(len(contest.ballots), NOUNS.get(contest.size, "set"))
        return f"<Blind vote: {contest.answered} of {number} answered{', revealed' if contest.revealed else ''}>"

    def _open(self) -> None:
        """Begin a vote, with letters and an order of its own."""
        self.contest = self._begin()
        self._standings: Standings | None = None
        self._hide(True)

    def reveal(self) -> Standings:
        """Say whose the pictures are and what all votes tell; from here on nobody votes here any more."""
        self._standings = self.contest.reveal()
        self._hide(False)
        self.send(self._state())
        self._paint()
        return self._standings

    def _ipython_display_(self) -> None:
        """Show the panel and, as an output of its own, what a saved notebook says of it; once in a cell."""
        from IPython.display import display

        spot = live.spot()
        if spot is not None and spot in self._twins:
            return
        data, metadata = super()._repr_mimebundle_()
        display({**data, "text/plain": repr(self)}, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
        if spot is not None and spot.catcher is None:
            self._twins[spot] = live.Output(spot, standings.twin(repr(self)[1:-1]))

    def _paint(self, told: Standings | None = None) -> None:
        for twin in self._twins.values():
            twin.update(standings.twin(repr(self)[1:-1], told), last=True)

    def close(self) -> None:
        """Close it with its layout, which is a widget too and would stay with the kernel."""
        self.layout.close()
        super().close()

    def _heard(self, _: Any, message: dict[str, Any], buffers: Any) -> None:
        try:
            match message.get("kind"):
                case "hello":
                    self.send(self._state())
                case "ballot":
                    if ballot := self._ballot(message):
                        self._show(ballot)
                case "cast":
                    if ballot := self._ballot(message):
                        self.contest.cast(ballot, dict(message.get("said", {})))
                case "reveal":
                    self._paint(self.reveal())  # nobody's cell shows what came of it
                case "more" if self.contest.revealed:
                    self._open()
                    self.send(self._state())
                    self._paint()
                case "save" if self.contest.revealed:
                    told = {"kind": "file", "name": self.contest.file.name, "type": "application/jsonl"}
                    self.send(told, [self.contest.written().encode()])
        except Exception as error:  # a page waits for an answer, whatever it is
            self.send({"kind": "trouble", "words": words_of(error)})

    def _ballot(self, message: dict[str, Any]) -> Ballot | None:
        return next((one for one in self.contest.ballots if one.id == message.get("id")), None)

    def _show(self, ballot: Ballot) -> None:
        """Send a ballot in one message, so that its pictures appear together."""
        names = [_named(entry) for entry in ballot.entries] if self.contest.revealed else []
        told = {"kind": "ballot", "id": ballot.id, "prompt": clean(ballot.prompt, LONGEST), "names": names}
        self.send({**told, "said": dict(self.contest.said(ballot))}, self.contest.pictures(ballot))

    def _state(self) -> dict[str, Any]:
        contest = self.contest
        return {
            "kind": "vote",
            "ballots": [ballot.id for ballot in contest.ballots],
            "noun": NOUNS.get(contest.size, "set"),
            "practice": contest.practice,
            "questions": [
                {"id": one, "words": _asked(one, contest.size), "head": standings.HEADS[one]}
                for one in contest.questions
            ],
            "answers": {size: answers(size) for size in {len(ballot.entries) for ballot in contest.ballots}},
            "open": [ballot.id for ballot in contest.ballots if len(contest.said(ballot)) < len(contest.questions)],
            "revealed": standings.told(self._standings) if self._standings else None,
        }


def _asked(question: str, size: int) -> str:
    best = "better" if size == 2 else "best"
    return f"Which fits the prompt {best}?" if question == FITS else f"Which looks {best}?"


def _named(entry: Entry) -> dict[str, Any]:
    """Whose a picture is, once that may be said."""
    seconds = entry.generation.timings.get("total")
    facts = [money(entry.generation), f"{seconds:.1f} s" if seconds is not None else ""]
    return {
        "who": clean(entry.who, 120),
        "sandbox": entry.sandbox,
        "facts": ", ".join(filter(None, facts)),
        "alt": clean(entry.picture.alt, 400),
    }
