"""What a debugger would show of an error: every frame with its variables."""

from __future__ import annotations

import traceback


def shown(error: BaseException, besides: str) -> str:
    """All that is told of an error, its causes and their frames, but for those of the test's own file."""
    told = ["".join(traceback.format_exception(error)), repr(error), repr(vars(error))]
    seen: BaseException | None = error
    while seen is not None:
        trace = seen.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename != besides:
                told += [f"{name} = {value!r}" for name, value in trace.tb_frame.f_locals.items()]
            trace = trace.tb_next
        seen = seen.__cause__ or seen.__context__
    return "\n".join(told)
