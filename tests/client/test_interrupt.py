"""The Stop button gives the prompt back at once, and leaves the jobs alone; a real kernel, slow sandboxes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

from imgen_nb import providers
from imgen_nb.client.job import STOPPED

pytestmark = pytest.mark.kernel

EVERYBODY = len(providers.names())
CALLS = {
    "ig.generate('one slow snail')": 1,
    "ig.compare('two slow snails')": EVERYBODY,
    "ig.compare_ratios('three slow snails', 'banatie', ['1:1', '16:9']).wait()": 2,
    "await ig.agenerate('four slow snails')": 1,
    "await ig.acompare('five slow snails')": EVERYBODY,
    "ig.compare('six slow snails', wait=False).wait()": EVERYBODY,
}
"""Each form, and how many jobs it leaves."""


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
    content = {"status": "aborted"}
    while content["status"] == "aborted":  # a kernel refuses what comes in the same moment as an error
        content = client.execute("pass", user_expressions={"it": code}, reply=True, timeout=30)["content"]
    return content["user_expressions"]["it"]["data"]["text/plain"]


def interrupted(kernel: tuple[KernelManager, BlockingKernelClient], call: str) -> tuple[float, str, list[str]]:
    """Run a call, interrupt it once it shows something; the seconds to the prompt, the error, what is said of it."""
    manager, client = kernel
    value(client, "'ready'")
    sent = client.execute(call)
    while not _shows(client.get_iopub_msg(timeout=30), sent):
        pass
    time.sleep(0.2)
    began = time.monotonic()
    manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=30))["parent_header"].get("msg_id") != sent:
        pass
    return time.monotonic() - began, reply["content"]["ename"], reply["content"]["traceback"]


def _shows(message: dict[str, Any], sent: str) -> bool:
    return message["msg_type"] == "display_data" and message["parent_header"].get("msg_id") == sent


@pytest.mark.parametrize("call", CALLS)
def test_an_interrupt_frees_the_cell_and_leaves_the_jobs(
    kernel: tuple[KernelManager, BlockingKernelClient], call: str
) -> None:
    jobs = "list(__import__('imgen_nb.client.process').client.process.running.values())"
    before = int(value(kernel[1], f"len({jobs})"))
    # The best of three, since the machine may be busy; the same call again joins the job that was left.
    waited, error, said = min(interrupted(kernel, call) for _ in range(3))
    assert waited < 0.5
    assert error in ("KeyboardInterrupt", "CancelledError")
    assert said == [f"{error}: {STOPPED}"]  # frames would have to be read and coloured first, which takes longest
    assert int(value(kernel[1], f"len({jobs})")) == before + CALLS[call]
    assert value(kernel[1], f"any(job.done for job in {jobs})") == "False"
