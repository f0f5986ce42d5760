"""Which fault strikes which request: the reading of fault texts, and counting.

A text is `ID`, `ID:argument`, and may end in `*` (every matching request) or `x3` (the first three):
`C13`, `C1:7`, `P5:melting`, `P1x3`, `D1*`. The same text works in a prompt, as `[fault:C13]`.
"""

import difflib
import math
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

TEXT = re.compile(r"(?P<id>[A-Za-z0-9-]+?)(?::(?P<argument>.*?))?(?P<times>\*|x\d+)?", re.DOTALL)
TAG = re.compile(r"\[fault:([^\]\"\\]+)\]")


class Phase(Enum):
    """What a fault strikes."""

    REFUSE = "a submission; nothing is accepted"
    ANSWER = "the answer to an accepted submission"
    FATE = "an accepted job"
    POLL = "an answer about one job"
    ASSET = "a picture's download"


@dataclass(frozen=True, slots=True)
class Kind:
    """One line of the menu: `effect` is called with what fits its phase (see `faults.py`)."""

    id: str
    phase: Phase
    help: str
    effect: Callable[..., Any]
    argument: str = ""
    """What the argument is when the text gives none."""
    form: str = r".*"
    """What an argument must look like, as a regular expression."""
    times: float = 1
    """How often it strikes when the text does not say; a state that lasts is `math.inf`."""
    when: frozenset[Any] | None = None
    """The job states in which a `POLL` fault can show itself; `None` is any."""
    wires: frozenset[str] | None = None
    """The wires that have a form for it; `None` is every wire."""


@dataclass(slots=True)
class Fault:
    """One fault that waits for its request."""

    kind: Kind
    argument: str
    left: float
    every: bool
    """Meant for every request or job, not for the first one only."""


class Plan:
    """The faults of one sandbox: those it was made with, and those that prompts ask for."""

    def __init__(self, menu: Mapping[str, Kind], wire: str, texts: Iterable[str] = ()) -> None:
        self._menu = menu
        self._wire = wire
        self._lock = threading.Lock()
        self._waiting = [self.read(text) for text in texts]
        self._struck: Counter[tuple[str, str]] = Counter()

    def read(self, text: str) -> Fault:
        """Return the fault a text means; raises `ValueError` for an unknown one, naming the nearest."""
        match = TEXT.fullmatch(text.strip())
        kind = self._menu.get(match["id"]) if match else None
        if match is None or kind is None or (kind.wires is not None and self._wire not in kind.wires):
            offered = [name for name, one in self._menu.items() if one.wires is None or self._wire in one.wires]
            near = difflib.get_close_matches(text.partition(":")[0].rstrip("*"), offered, n=1, cutoff=0.3)
            raise ValueError(
                f"{self._wire} has no fault {text!r}; " + (f"nearest: {near[0]}" if near else "see FAULTS")
            )
        argument = match["argument"] or kind.argument
        if not re.fullmatch(kind.form, argument):
            raise ValueError(f"fault {text!r}: {argument!r} does not fit {kind.form!r}; {kind.help}")
        times = match["times"]
        left = kind.times if times is None else math.inf if times == "*" else int(times[1:])
        return Fault(kind, argument, left, every=times == "*")

    def strike(self, phase: Phase, body: str, fingerprint: str) -> Fault | None:
        """Return the fault that hits this submission, if any, and count it.

        A tag in a prompt hits the same submission as often as its text says, then lets it pass once and is armed
        again: a client that repeats a refused request succeeds, and the lesson can be run a second time.
        """
        with self._lock:
            for fault in self._waiting:
                if fault.kind.phase is phase and fault.left > 0:
                    fault.left -= 1
                    return fault
            for text, fault in self._tags(body, phase):
                if phase is Phase.ANSWER:
                    return fault
                key = (fingerprint, text)
                if self._struck[key] < fault.left:
                    self._struck[key] += 1
                    return fault
                del self._struck[key]
        return None

    def attach(self, body: str) -> list[Fault]:
        """Return the faults that a job accepted now will carry through its life."""
        phases = (Phase.FATE, Phase.POLL, Phase.ASSET)
        with self._lock:
            mine = [replace(fault) for fault in self._waiting if fault.kind.phase in phases]
            self._waiting = [fault for fault in self._waiting if fault.every or fault.kind.phase not in phases]
            return mine + [fault for phase in phases for _, fault in self._tags(body, phase)]

    def use(self, faults: list[Fault], phase: Phase, state: object = None) -> Fault | None:
        """Return the first of a job's faults that strikes in this phase and state, and count it."""
        with self._lock:
            for fault in faults:
                fits = fault.kind.phase is phase and (fault.kind.when is None or state in fault.kind.when)
                if fits and fault.left > 0:
                    fault.left -= 1
                    return fault
        return None

    def _tags(self, body: str, phase: Phase) -> Iterable[tuple[str, Fault]]:
        for text in TAG.findall(body):
            try:
                fault = self.read(text)
            except ValueError:  # a prompt may say anything
                continue
            if fault.kind.phase is phase:
                yield text, fault
