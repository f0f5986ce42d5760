"""Every error of the package, in one tree, split first by when it happened.

    ImgenError
    ├── before anything was sent
    │   ├── InvalidRequest        a value a provider does not take
    │   ├── MissingKey            a live call without a key
    │   └── BudgetExceeded        more than somebody wants to spend
    ├── no answer
    │   ├── TransportFailed       the provider could not be reached
    │   ├── DeadlineExceeded      accepted, not finished in time: resume it
    │   ├── OutcomeUnknown        sent, and nobody knows whether it was taken
    │   └── Cancelled             somebody stopped waiting
    ├── ApiError                  an answer that refuses
    │   ├── Unauthorized
    │   ├── NotFound
    │   ├── RateLimited
    │   └── OutOfCredit
    ├── GenerationFailed          a job that failed
    │   └── ContentRejected
    ├── UnexpectedReply           an answer that was not understood
    ├── AssetError                the picture
    │   ├── AssetExpired
    │   ├── AssetBlocked
    │   ├── AssetNotImage
    │   └── AssetTooLarge
    ├── StorageFull               the picture could not be written here
    └── StoreError                the store could not be read or written

The first question about any of them is whether money was spent: `charged` answers it.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any, ClassVar, Literal

from imgen_nb.types import PRICE_UNKNOWN, Cost

Charged = Literal["no", "yes", "unknown"]
_FIELDS = ("message", "provider", "operation", "remote_id", "charged", "hint", "retry_after", "json_path")


SPENT: dict[Charged, str] = {
    "no": "Nothing was spent.",
    "yes": "The provider took it, so it counts as paid (in a sandbox: $0.00).",
    "unknown": "It may have been paid; nobody can tell from here (in a sandbox: $0.00).",
}
REMEDIES: dict[str, dict[Charged, str]] = {
    "ImgenError": {
        "no": "try again; if it comes back, report it with this text",
        "yes": "ig.resume() fetches it, and so does the same call again",
        "unknown": "the same call again, or ig.resume(), looks for it; take=2 asks anew and may be charged twice",
    },
    "InvalidRequest": {"no": "correct it and ask again; nothing was sent"},
    "BudgetExceeded": {"no": "ask for less, or allow more; nothing was sent"},
    "MissingKey": {"no": "set its key, or use live=False where it has a sandbox; nothing was sent"},
    "TransportFailed": {"no": "look at the network, the proxy and base_url, then ask again"},
    "DeadlineExceeded": {"yes": "fetch it later: ig.resume(), or the same call again"},
    "OutcomeUnknown": {
        "unknown": "look at your account there; the same call again looks for it; take=2 may be charged twice"
    },
    "Cancelled": {"no": "the same call asks again"},
    "ApiError": {"no": "change what it refuses, and ask again"},
    "Unauthorized": {"no": "look at the key, and at the account it belongs to"},
    "NotFound": {"no": "look at the id and at base_url"},
    "RateLimited": {"no": "wait a while, then ask again"},
    "OutOfCredit": {"no": "add credit to the account, then ask again"},
    "GenerationFailed": {
        "no": "ask again, or change the request",
        "yes": "ask again, or change the request; the failed job was charged",
        "unknown": "ask again, or change the request; the failed job may have been charged",
    },
    "ContentRejected": dict.fromkeys(("no", "yes", "unknown"), "change the prompt or the picture"),
    "UnexpectedReply": {"no": "try again later; if it lasts, the API is not what its document says"},
    "AssetExpired": {"yes": "ig.resume() asks for it once more; take=2 makes another, which is paid for"},
    "AssetBlocked": {"yes": "if that host is yours: allow_assets_from=('host:port',), then ig.resume()"},
    "AssetTooLarge": {"yes": "ig.use(max_bytes=..., max_pixels=...) admits it, then ig.resume()"},
    "StorageFull": {
        "no": "make room on the disk, then ask again",
        "yes": "make room on the disk, then ig.resume() or the same call again",
    },
    "StoreError": {
        "no": "see that IMGEN_NB_HOME can be read and written (imgen-nb doctor looks), then ask again",
        "yes": "see that IMGEN_NB_HOME can be read and written, then ig.resume() or the same call again",
    },
}
"""What to do next, by the kind of error and what became of the money; what a kind does not say its parent says."""
UNSPENT = re.compile(r"nothing was (spent|sent|charged)", re.IGNORECASE)
"""How a remedy says what `charged` says already."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_HALF = re.compile("[\ud800-\udfff]")


def printable(text: object) -> str:
    """Make text of others safe to print: no control characters but newline and tab, no half characters.

    A terminal acts upon control characters (it sets its title, or the clipboard), turns the order of a line, or
    refuses what is no whole character.

    Example:
        >>> printable("no \\x1b[2Jfox \\ud83d")
        'no [2Jfox \ufffd'
    """
    return _HALF.sub("\ufffd", _UNPRINTABLE.sub("", str(text)))


class ImgenError(Exception):
    """The root: what happened, whether it cost anything, and the remedy.

    Attributes are plain data and never hold a key, a request or a response, so an error
    may be logged, pickled or shown as it is. `hint` is one line, never empty: what to do next.

    Example:
        >>> error = ImgenError("no such ratio", provider="banatie", hint="use 1:1")
        >>> print(error)
        banatie: no such ratio (use 1:1)
    """

    default_charged: ClassVar[Charged] = "no"

    def __init__(
        self,
        message: str,
        *,
        provider: str | None = None,
        operation: str | None = None,
        remote_id: str | None = None,
        charged: Charged | None = None,
        hint: str = "",
        retry_after: float | None = None,
        json_path: str | None = None,
        cost: Cost = PRICE_UNKNOWN,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.provider = provider
        self.operation = operation
        self.remote_id = remote_id
        self.charged: Charged = charged or self.default_charged
        self.hint = hint
        self.retry_after = retry_after
        self.json_path = json_path
        self.cost = cost

    @property
    def cost(self) -> Cost:
        """What was charged, or may have been, as far as that is known."""
        return Cost(self._usd, self._credits, self._priced_by)

    @cost.setter
    def cost(self, known: Cost) -> None:
        self._usd, self._credits, self._priced_by = known.usd, known.credits, known.source

    @property
    def hint(self) -> str:
        """What to do next: what was said of this very error, else what helps with its kind."""
        return self._own_hint or self._remedy

    @hint.setter
    def hint(self, said: str) -> None:
        self._hint = said

    def advise(self, hint: str) -> None:
        """Give a remedy to an error that has none of its own."""
        if self.hint == self._remedy:
            self.hint = hint

    @property
    def _own_hint(self) -> str:
        return _unsaid(" ".join(printable(self._hint).split()), self.message, unspent=self.charged == "no")

    @property
    def _remedy(self) -> str:
        told = (REMEDIES.get(kind.__name__, {}).get(self.charged) for kind in type(self).__mro__)
        return next(remedy for remedy in told if remedy)

    def __str__(self) -> str:
        head = f"{self.provider}: {self.message}" if self.provider else self.message
        return printable(f"{head} ({self._own_hint})" if self._own_hint else head)

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows instead of frames: what happened, whether money was spent, what to do next."""
        who = "".join(f" · {one}" for one in (self.provider, self.remote_id) if one)
        remedy = _unsaid(self._own_hint, f"{self.message}; {SPENT[self.charged]}")
        price = f"The price: {self.cost}." if self.charged != "no" and self.cost != PRICE_UNKNOWN else ""
        spent = " ".join(filter(None, [SPENT[self.charged], price]))
        said = [f"{type(self).__name__}{who}", self.message, spent, remedy and f"Next: {remedy}"]
        return [printable(line) for line in said if line]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message,), self.__dict__

    def to_dict(self) -> dict[str, Any]:
        """Give the error as JSON-able data, for the journal; `from_dict` reads it back."""
        told = {"type": type(self).__name__, **{name: getattr(self, name) for name in _FIELDS}, "hint": self._hint}
        return told if self.cost == PRICE_UNKNOWN else {**told, "cost": asdict(self.cost)}

    @staticmethod
    def from_dict(data: dict[str, Any]) -> ImgenError:
        """Rebuild an error that the journal kept; an unknown type becomes the root, unknown fields are left out."""
        fields = {"message": "", **{name: value for name, value in data.items() if name in _FIELDS}}
        return _by_name(data.get("type", ""))(**fields, cost=Cost(**data.get("cost", {})))


def _unsaid(text: str, said: str, *, unspent: bool = True) -> str:
    """A remedy without what was said before; unless `unspent`, also without "nothing was spent"."""
    known = {_bare(clause) for clause in (said, *said.split("; "))}
    kept = [one for one in text.split("; ") if _bare(one) not in known and (unspent or not UNSPENT.search(one))]
    return "; ".join(kept)


def _bare(clause: str) -> str:
    return clause.strip(" .").casefold()


class InvalidRequest(ImgenError):
    """A value the provider does not take; nothing was sent."""


class MissingKey(ImgenError):
    """A live call was asked for and no key was found; nothing was sent."""


class BudgetExceeded(ImgenError):
    """It would cost more than somebody wants to spend; nothing was sent."""


class TransportFailed(ImgenError):
    """The provider could not be reached and provably took nothing."""


class DeadlineExceeded(ImgenError):
    """The provider accepted the job and did not finish it in time; `resume` fetches it later."""

    default_charged = "yes"


class OutcomeUnknown(ImgenError):
    """The paid request left and no readable answer came: it may or may not have been taken."""

    default_charged = "unknown"


class Cancelled(ImgenError):
    """Somebody stopped waiting. `charged` is "no" if the job was never sent, else "yes"."""


class ApiError(ImgenError):
    """The provider refused the request."""


class Unauthorized(ApiError):
    """The provider does not accept the key."""


class NotFound(ApiError):
    """The provider does not know this id."""


class RateLimited(ApiError):
    """Too many requests; `retry_after` is the provider's wait in seconds, if it named one."""


class OutOfCredit(ApiError):
    """The account cannot pay for the request."""


class GenerationFailed(ImgenError):
    """The provider took the job and could not finish it; it seldom tells whether it charges."""

    default_charged = "unknown"


class ContentRejected(GenerationFailed):
    """The provider's safety filter refused the prompt or the picture."""


class UnexpectedReply(ImgenError):
    """An answer that the provider's document does not describe; `json_path` says where."""

    default_charged = "unknown"


class AssetError(ImgenError):
    """The picture was made and paid, and could not be fetched."""

    default_charged = "yes"


class AssetExpired(AssetError):
    """The provider no longer keeps the picture."""


class AssetBlocked(AssetError):
    """The picture's address points somewhere a download must not go."""


class AssetNotImage(AssetError):
    """What came is not a whole PNG, JPEG or WebP picture."""


class AssetTooLarge(AssetError):
    """The picture is larger than this process accepts."""


class StorageFull(ImgenError):
    """The picture could not be written; its address is kept, so `resume` can fetch it again."""

    default_charged = "yes"


class StoreError(ImgenError):
    """The store could not be opened, read or written; what is owed to it is kept until it can be."""


def _by_name(name: str) -> type[ImgenError]:
    found = globals().get(name)
    return found if isinstance(found, type) and issubclass(found, ImgenError) else ImgenError
