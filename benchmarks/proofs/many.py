"""Many tries over all cores, each in a folder of its own, in memory where there is one."""

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

SHARED = Path("/dev/shm")
CORES = 0
"""How many processes share the work; as many as there are cores where this is 0."""
PIECES = 8
"""Pieces of work for each core, so that all end at about the same time."""


def folder():
    """A temporary folder, in memory where that can be had: thousands of tries need not wait for a disk."""
    place = SHARED if os.access(SHARED, os.W_OK) else None
    return tempfile.TemporaryDirectory(dir=place, ignore_cleanup_errors=True)  # a small copy may still be written


def over_cores(work, tries):
    """Give `work(piece)` a share of the tries each, in processes of their own; what each returns, joined."""
    cores = CORES or os.cpu_count() or 1
    step = max(1, -(-len(tries) // (cores * PIECES)))
    pieces = [tries[start : start + step] for start in range(0, len(tries), step)]
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn"), initializer=_found, initargs=(sys.path,)) as pool:
        return [one for found in pool.map(partial(_quietly, work), pieces) for one in found]


def tallied(work, tries):
    """Count over all cores: `work` returns numbers and what went wrong in words; the sum, and the words."""
    found = over_cores(work, tries)
    return sum(one for one in found if isinstance(one, int)), [one for one in found if isinstance(one, str)]


def _found(path):
    sys.path[:] = path


def _quietly(work, piece):
    import gc
    import logging
    import warnings

    gc.freeze()
    gc.set_threshold(50_000)  # tries are short, and what they leave behind is small
    logging.disable(logging.CRITICAL)  # a death in mid-word is logged, as it should be
    warnings.simplefilter("ignore")
    return work(piece)
