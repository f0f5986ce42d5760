"""What comes at the head of a reply is not logged: a service may send a key back there, or set a cookie that is one.

httpcore writes every header of every reply into its log at DEBUG, where a notebook turns it on for its own reasons.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LOGGERS = ("httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy", "httpcore.socks")
_HEADS = "receive_response_headers.complete"
_ours = ContextVar("ours", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Ask for something without the reply's headers in the log; the requests of others are logged as ever."""
    token = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(token)


class _WithoutHeaders(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if _ours.get() and _HEADS in str(record.msg):
            record.msg, record.args = _HEADS, ()
        return True


for _name in LOGGERS:
    logging.getLogger(_name).addFilter(_WithoutHeaders())
