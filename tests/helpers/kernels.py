"""A real kernel of any environment, as a front end drives it: cells queued, buttons clicked, Stop pressed."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[2]


class Kernel:
    """One kernel; replies and outputs are collected by the message that caused them."""

    def __init__(self, python: Path, home: Path) -> None:
        self.manager = KernelManager()
        argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        self.manager._kernel_spec = KernelSpec(argv=argv, display_name="a kernel", language="python")
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "IMGEN_NB_LIVE": "0",
            "IMGEN_NB_HOME": str(home / "store"),
            "IMGEN_NB_SANDBOX_SPEED": "4",
            "IPYTHONDIR": str(home / "ipython"),
        }
        with (home / "stderr.txt").open("ab") as stderr:
            self.manager.start_kernel(env=environment, stderr=stderr)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.replies: dict[str, tuple[float, dict[str, Any]]] = {}
        self.outputs: dict[str, list[dict[str, Any]]] = {}
        self._news = threading.Condition()
        self._wire = threading.Lock()  # a ZeroMQ socket is for one thread at a time
        self._open = True
        self._thread = threading.Thread(target=self._collect)
        self._thread.start()

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def _collect(self) -> None:
        takers = [(self.client.shell_channel, self._reply), (self.client.control_channel, self._reply)]
        takers.append((self.client.iopub_channel, self._output))
        while self._open:
            for channel, take in takers:
                with self._wire:
                    messages = list(self._waiting(channel))
                if messages:
                    with self._news:
                        for message in messages:
                            take(message["parent_header"].get("msg_id"), message)
                        self._news.notify_all()
            time.sleep(0.002)

    @staticmethod
    def _waiting(channel: Any) -> Iterator[dict[str, Any]]:
        while True:
            try:
                yield channel.get_msg(timeout=0)
            except queue.Empty:
                return

    def _reply(self, parent: str, message: dict[str, Any]) -> None:
        self.replies[parent] = (time.monotonic(), message["content"])

    def _output(self, parent: str, message: dict[str, Any]) -> None:
        self.outputs.setdefault(parent, []).append(message)

    # ---------------------------------------------------------------- what a front end does

    def send(self, code: str) -> str:
        """Queue a cell, as Run All does; an error before it does not take it out of the queue."""
        with self._wire:
            return str(self.client.execute(code, stop_on_error=False))

    def ended(self, cell: str, timeout: float = 30.0) -> dict[str, Any]:
        """Wait for a cell's reply; a cell that hangs is an error."""
        with self._news:
            assert self._news.wait_for(lambda: cell in self.replies, timeout), f"a cell never ended: {self.said(cell)}"
        return self.replies[cell][1]

    def run(self, code: str, timeout: float = 30.0) -> str:
        """Run a cell to its end and give what it printed; an error in it is the test's."""
        cell = self.send(code)
        reply = self.ended(cell, timeout)
        assert reply["status"] == "ok", "\n".join(reply.get("traceback", [str(reply)]))
        self.settled(cell)
        return self.said(cell)

    def settled(self, cell: str) -> None:
        """Wait for a cell's last output: its own reply is on another channel, and may come first."""
        with self._news:
            assert self._news.wait_for(lambda: self._idle(cell), 10)

    def _idle(self, cell: str) -> bool:
        return any(one["content"].get("execution_state") == "idle" for one in self.outputs.get(cell, []))

    def said(self, cell: str) -> str:
        """What a cell printed, or raised."""
        messages = list(self.outputs.get(cell, []))
        return "".join(one["content"].get("text", "") + one["content"].get("ename", "") for one in messages)

    def busy(self, cell: str, timeout: float = 30.0) -> None:
        """Wait until a cell has begun."""
        with self._news:
            assert self._news.wait_for(lambda: bool(self.outputs.get(cell)), timeout)

    def click(self, comm: str, subshell: str | None = None, **said: object) -> None:
        """Click a button, or say what else a widget's page says: on the main shell, or on a subshell.

        JupyterLab uses a subshell where the kernel has them.
        """
        content = {"comm_id": comm, "data": {"method": "custom", "content": said or {"event": "click"}}}
        message = self.client.session.msg("comm_msg", content)
        if subshell:
            message["header"]["subshell_id"] = subshell
        with self._wire:
            self.client.shell_channel.send(message)

    def subshell(self) -> str:
        """Ask for a subshell; ipykernel has them from version 7 on."""
        message = self.client.session.msg("create_subshell_request", {})
        with self._wire:
            self.client.control_channel.send(message)
        return str(self.ended(message["header"]["msg_id"])["subshell_id"])

    def pause(self, seconds: float) -> None:
        """Let a cell wait for a while."""
        time.sleep(seconds)

    def interrupt(self, cell: str) -> float:
        """Press Stop, and give the seconds until the cell ended."""
        began = time.monotonic()
        self.manager.interrupt_kernel()
        self.ended(cell)
        return self.replies[cell][0] - began


@contextmanager
def kernel(python: Path, home: Path) -> Iterator[Kernel]:
    """Start a kernel, and end it."""
    home.mkdir(parents=True, exist_ok=True)
    made = Kernel(python, home)
    try:
        yield made
    finally:
        made.close()
