"""`asyncio.run` inside a running cell: on request by nest-asyncio2, and a warning where its predecessor does harm.

Nothing of this package needs it: our jobs run on a loop of their own (`runtime.py`). nest-asyncio 1.6 is no longer
maintained; on ipykernel 7 and newer, where all cells share one context, a message that arrives while its inner loop
runs is dropped, and queued cells wait for ever. nest-asyncio2 has the same functions and puts such messages off.
"""

from __future__ import annotations

import asyncio
import sys
import warnings

HARMED_FROM = 7
"""The major version of ipykernel from which the predecessor loses messages."""
WARNING = (
    "nest_asyncio.apply() is in force in this kernel. With ipykernel 7 and newer it loses what arrives while a cell "
    "waits: cells that are queued may stay [*] for ever, clicks may do nothing. imgen_nb does not need it. Where your "
    "own code calls asyncio.run() in a cell, restart the kernel and call ig.allow_nested_asyncio() instead."
)
_warned = False


def in_notebook() -> bool:
    """Whether this code runs in a kernel, so that there is a place to show something."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return getattr(shell, "kernel", None) is not None


def allow_nested_asyncio() -> None:
    """Let `asyncio.run(main())`, as a script has it, work in a cell; for the whole process, until it ends.

    For pasted code alone: in a cell of your own, `await main()` needs nothing. While such a call runs, the cell can
    be interrupted, and what its coroutine had started goes on.

    Example:
        >>> ig.allow_nested_asyncio()  # doctest: +SKIP
        >>> asyncio.run(main())  # doctest: +SKIP
    """
    if _old_patch():
        warn_of_old_patch()
        return
    import nest_asyncio2

    try:
        nest_asyncio2.apply(asyncio.get_running_loop())
    except RuntimeError:  # a plain script: its loops are yet to come, and their class is what is patched
        loop = asyncio.new_event_loop()
        nest_asyncio2.apply(loop)
        loop.close()


def warn_of_old_patch() -> None:
    """Warn, once, where nest-asyncio 1.6 is in force on a kernel that it does harm to."""
    global _warned
    if not _warned and _old_patch() and _kernel_version() >= HARMED_FROM:
        _warned = True
        warnings.warn(WARNING, RuntimeWarning, stacklevel=2)


def _old_patch() -> bool:
    """Its mark is on asyncio, whoever imported it; the continuation leaves a second one."""
    return hasattr(asyncio, "_nest_patched") and not hasattr(asyncio, "_nest_asyncio2")


def _kernel_version() -> int:
    """The major version of the kernel this code runs in; 0 outside one."""
    if not in_notebook():
        return 0
    version: tuple[object, ...] = getattr(sys.modules.get("ipykernel"), "version_info", ())
    return version[0] if version and isinstance(version[0], int) else 0
