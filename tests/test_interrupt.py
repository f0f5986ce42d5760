"""The Stop button gives the prompt back at once, and leaves the jobs alone; a real kernel, slow sandboxes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

pytestmark = pytest.mark.kernel

CALLS = [
    "ig.generate('one slow snail')",
    "ig.compare('two slow snails')",
    "ig.compare_ratios('three slow snails', 'banatie', ['1:1', '16:9']).wait()",
    "await ig.agenerate('four slow snails')",
    "await ig.acompare('five slow snails')",
    "ig.compare('six slow snails', wait=False).wait()",
]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    home = tmp_path_factory.mktemp("kernel")
    environment = {**os.environ, "IMGEN_NB_LIVE": "0", "IMGEN_NB_HOME": str(home), "IMGEN_NB_SANDBOX_SPEED": "0.02"}
    manager, client = start_new_kernel(kernel_name="python3", env={**environment, "IPYTHONDIR": str(home)})
    client.execute("import imgen_nb as ig", reply=True, timeout=60)
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def value(client: BlockingKernelClient, code: str) -> Any:
    reply = client.execute("pass", user_expressions={"it": code}, reply=True, timeout=30)
    return reply["content"]["user_expressions"]["it"]["data"]["text/plain"]


@pytest.mark.parametrize("call", CALLS)
def test_an_interrupt_frees_the_cell_and_leaves_the_jobs(
    kernel: tuple[KernelManager, BlockingKernelClient], call: str
) -> None:
    manager, client = kernel
    before = int(value(client, "len(__import__('imgen_nb.client').client._running)"))
    sent = client.execute(call)
    while client.get_iopub_msg(timeout=30)["msg_type"] != "display_data":
        pass  # shown, so it waits
    time.sleep(0.5)
    began = time.monotonic()
    manager.interrupt_kernel()
    while True:
        reply = client.get_shell_msg(timeout=30)
        if reply["parent_header"].get("msg_id") == sent:
            break
    assert time.monotonic() - began < 0.5
    assert reply["content"]["ename"] in ("KeyboardInterrupt", "CancelledError")
    jobs = "list(__import__('imgen_nb.client').client._running.values())"
    assert int(value(client, f"len({jobs})")) > before
    assert value(client, f"any(job.done for job in {jobs})") == "False"
