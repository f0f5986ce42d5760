"""What is secret, and how it is kept out of everything that is written or shown.

A provider may send a key back: in a prompt, an id, an error, a record; written as it is, for an address or in base64;
whole, or cut where somebody clipped a text. One rule finds them all: each way a secret can be written is looked for,
and so is a long enough piece of it.
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

T = TypeVar("T")

MARK = "[key]"
EDGE = 6
"""Characters of a secret's head or tail that count at the end or the beginning of a text: a clip leaves such pieces."""
INSIDE = 12
"""Characters of a secret that count wherever they stand: fewer may be a word, such as a service's own name."""
SHORTEST_HEADER = 8
"""A header's value below this may be any word ("en", "acme"): hiding it would blank what a text says."""
SHORTEST_FORM = 8
"""The same for a secret that is written otherwise: in base64 a short one is a syllable."""
LARGE = 2**20
"""Text above this is a picture's: whole secrets are looked for, pieces are not."""
_AFTER_A_CLIP = " \n.…'\")]}"


class Secret:
    """A key that cannot be printed or pickled by accident."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value: Any = value

    def __repr__(self) -> str:
        return "Secret(...)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> str:
        raise TypeError("a key is not pickled")

    def is_text(self) -> bool:
        """Whether it can be sent at all: what a person gives may be anything."""
        return isinstance(self._value, str)

    def reveal(self) -> str:
        """The key itself, for the one line that sends it."""
        return str(self._value)


class Redactor:
    """Takes secrets out of anything JSON-able; what is no text, no list and no mapping is left as it is.

    `headers` are values of request headers that may be secret: each as a whole, and each word of it.

    Example:
        >>> Redactor([Secret("bnt_0123456789")])({"said": "no bnt_0123456789", "n": 1})
        {'said': 'no [key]', 'n': 1}
    """

    __slots__ = ("_forms", "_traces")

    def __init__(self, keys: Iterable[Secret] = (), headers: Iterable[Secret] = ()) -> None:
        words = [Secret(word) for one in headers for word in (one.reveal(), *one.reveal().split())]
        hidden = [*keys, *(word for word in words if len(word.reveal()) >= SHORTEST_HEADER)]
        forms = dict.fromkeys(form for secret in hidden for form in _forms(secret))
        self._forms = tuple(sorted(forms, key=lambda form: -len(form.reveal())))
        self._traces = frozenset(trace for form in forms for trace in _traces(form))

    def __call__(self, value: T) -> T:
        """Give the same value without the secrets; names in a mapping are looked through as well."""
        return self._clean(value) if self._forms else value

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return {self._clean(name): self._clean(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return (
                type(value)(map(self._clean, value)) if type(value) in (list, tuple) else list(map(self._clean, value))
            )
        return value

    def _text(self, text: str) -> str:
        if len(text) > LARGE or not self._suspicious(text):
            return self._whole(text)
        text = self._whole(text)
        for form in self._forms:
            text = _without_ends(_without_pieces(text, form), form)
        return text

    def _whole(self, text: str) -> str:
        for form in self._forms:
            if form.reveal() in text:
                text = text.replace(form.reveal(), MARK)
        return text

    def _suspicious(self, text: str) -> bool:
        """Whether any piece can be in a text: nearly every text is free of them, and a list has thousands of texts."""
        if len(self._traces) < len(text) // 4:
            return any(trace in text for trace in self._traces)
        return not self._traces.isdisjoint({text[at : at + EDGE] for at in range(len(text) - EDGE + 1)})


def _traces(form: Secret) -> Iterator[str]:
    """The shortest pieces of which one is in every piece that counts."""
    last = len(form.reveal()) - EDGE
    for start in (*range(0, last, INSIDE - EDGE + 1), last):
        if start >= 0:
            yield form.reveal()[start : start + EDGE]


def _forms(secret: Secret) -> Iterator[Secret]:
    """Every way a secret may be written: as it is, in an address, in base64 behind and before any other bytes."""
    yield secret
    for form in (*_in_addresses(secret), *_in_base64(secret)):
        if len(form.reveal()) >= SHORTEST_FORM:
            yield form


def _in_addresses(secret: Secret) -> Iterator[Secret]:
    for kept in ("", "/"):
        yield Secret(quote(secret.reveal(), safe=kept))
        yield Secret(quote(quote(secret.reveal(), safe=kept), safe=kept))
    yield Secret("".join(c if quote(c, safe="") == c else quote(c, safe="").lower() for c in secret.reveal()))


def _in_base64(secret: Secret) -> Iterator[Secret]:
    for encode in (b64encode, urlsafe_b64encode):
        for before in range(3):  # three bytes make four letters: those that the secret shares with others are left out
            letters = encode(b"\0" * before + secret.reveal().encode()).decode()[4 if before else 0 :]
            yield Secret(letters.rstrip("="))
            yield Secret(letters[:-4] if letters.endswith("=") else letters)


def _without_pieces(text: str, form: Secret) -> str:
    """Blank every run of `INSIDE` characters or more that a text shares with a secret.

    Each such run holds one of the secret's own pieces of `EDGE`, cut at every place that is a multiple of what is
    left: those alone are searched for.
    """
    for start in range(0, len(form.reveal()) - EDGE + 1, INSIDE - EDGE + 1):
        at = text.find(form.reveal()[start : start + EDGE])
        while at >= 0:
            first, last = _grown(text, at, form, start, EDGE)
            if last - first >= INSIDE:
                text = text[:first] + MARK + text[last:]
                last = first + len(MARK)
            at = text.find(form.reveal()[start : start + EDGE], max(last, at + 1))
    return text


def _grown(text: str, at: int, form: Secret, start: int, length: int) -> tuple[int, int]:
    """Grow a shared run to both sides as far as the text and the secret agree."""
    first, last, left, right = at, at + length, start, start + length
    while first and left and text[first - 1] == form.reveal()[left - 1]:
        first, left = first - 1, left - 1
    while last < len(text) and right < len(form.reveal()) and text[last] == form.reveal()[right]:
        last, right = last + 1, right + 1
    return first, last


def _without_ends(text: str, form: Secret) -> str:
    """Blank a secret's head where a text was cut behind it, and its tail where a text was cut before it."""
    body = text.rstrip(_AFTER_A_CLIP)
    for length in _pieces(text, form, form.reveal()[:EDGE]):
        if body.endswith(form.reveal()[:length]):
            text = body[:-length] + MARK + text[len(body) :]
            break
    for length in _pieces(text, form, form.reveal()[-EDGE:]):
        if text.startswith(form.reveal()[-length:]):
            return MARK + text[length:]
    return text


def _pieces(text: str, form: Secret, least: str) -> Iterable[int]:
    """The lengths, longest first, that a cut piece may have here; none where not even the least of it is."""
    known = len(least) == EDGE and least in text
    return range(min(INSIDE, len(form.reveal())), EDGE - 1, -1) if known else ()
