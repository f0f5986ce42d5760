"""Every error of the package, in one tree, split first by when it happened.

    ImgenError
    ├── before anything was sent
    │   ├── InvalidRequest        a value a provider does not take
    │   └── MissingKey            a live call without a key
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

from typing import Any, ClassVar, Literal

Charged = Literal["no", "yes", "unknown"]
_FIELDS = ("message", "provider", "operation", "remote_id", "charged", "hint", "retry_after", "json_path")


SPENT: dict[Charged, str] = {
    "no": "Nothing was spent.",
    "yes": "The provider took it, so it counts as paid (in a sandbox: $0.00).",
    "unknown": "It may have been paid; nobody can tell from here (in a sandbox: $0.00).",
}


class ImgenError(Exception):
    """The root: what happened, whether it cost anything, and the remedy.

    Attributes are plain data and never hold a key, a request or a response, so an error
    may be logged, pickled or shown as it is. `hint` is one line: what to do next.

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

    def __str__(self) -> str:
        head = f"{self.provider}: {self.message}" if self.provider else self.message
        return f"{head} ({self.hint})" if self.hint else head

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows instead of frames: what happened, whether money was spent, what to do next."""
        who = f" · {self.provider}" if self.provider else ""
        said = [f"{type(self).__name__}{who}", self.message, SPENT[self.charged], self.hint and f"Next: {self.hint}"]
        return [line for line in said if line]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message,), self.__dict__

    def to_dict(self) -> dict[str, Any]:
        """Give the error as JSON-able data, for the journal; `from_dict` reads it back."""
        return {"type": type(self).__name__, **{name: self.__dict__[name] for name in _FIELDS}}

    @staticmethod
    def from_dict(data: dict[str, Any]) -> ImgenError:
        """Rebuild an error that the journal kept; an unknown type becomes the root, unknown fields are left out."""
        fields = {"message": "", **{name: value for name, value in data.items() if name in _FIELDS}}
        return _by_name(data.get("type", ""))(**fields)


class InvalidRequest(ImgenError):
    """A value the provider does not take; nothing was sent."""


class MissingKey(ImgenError):
    """A live call was asked for and no key was found; nothing was sent."""


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
