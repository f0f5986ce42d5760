"""ComfyUI's own server (server.py of its source): a queue of workflows in API form, and a history of what they made.

POST /prompt                              queue a workflow
GET  /history, /history/{id}              what has ended; {} for anything else
GET  /queue, POST /queue, POST /interrupt what runs and waits; take one out; stop the running one
GET  /view?filename=&subfolder=&type=     a picture
POST /upload/image                        put a picture into the input folder
GET  /object_info, /object_info/{node}    which nodes there are, and which checkpoints
GET  /ws?clientId=                        a web socket: how far the prompts are that were queued under that name
Every one of them also below /api.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from imgen_nb import sketch
from imgen_nb.sandbox import checks, forms, inputs
from imgen_nb.sandbox.assets import Asset
from imgen_nb.sandbox.drawing import Drawing, glimpse
from imgen_nb.sandbox.jobs import Job, State, new_uuid
from imgen_nb.sandbox.replies import Reply, canonical
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

CHECKPOINTS = ("sketch-v1.safetensors", "sketch-xl.safetensors")
SAVING = re.compile(r"(Save|Preview)\w*Image\w*|SaveImage|PreviewImage")
MOST_NODES = 500
SAMPLER = "3"  # the node that errors and progress are told of, as in the example

# A small workflow as "Export (API)" writes it.
WORKFLOW: dict[str, Any] = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 42,
            "steps": 20,
            "cfg": 7.5,
            "sampler_name": "euler",
            "scheduler": "normal",
            "denoise": 1,
            "model": ["4", 0],
            "positive": ["6", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": CHECKPOINTS[0]}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 768, "height": 512, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lighthouse at night", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "people", "clip": ["4", 1]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}},
}


class Comfyui(Wire):
    """The fake server."""

    name = "comfyui"
    words: ClassVar[Mapping[State, str]] = {
        State.QUEUED: "queue_pending",
        State.RUNNING: "queue_running",
        State.DONE: "success",
        State.FAILED: "error",
    }
    places = Places(id=("prompt_id",), status=("status",), error=("error",), result=("outputs",), url=("outputs",))
    choices = (
        ("which nodes there are", "any class_type is taken; /object_info tells those of the example"),
        ("what makes a workflow valid", "each link leads to a node, and a Save or Preview node has one"),
        ("which text is the prompt", "what a sampler's positive and negative lead to; else the first text of all"),
        ("checkpoints", "two, any other is refused by the node's own words"),
        ("the same workflow again", "from the cache: it ends at once, and nothing new is made"),
        ("several at once", "one after the other, as there is one worker"),
        ("queue delete and interrupt", "end a prompt as interrupted; a running one with execution_interrupted"),
        ("a picture's type", "SaveImage: output, PreviewImage: temp"),
        ("the web socket", "where it is served: the sampler's steps, and a coarse JPEG at each; in a notebook none"),
        ("denoise below 1 with a loaded picture", "how much of it is redrawn"),
        ("sides of a picture", "as the workflow says, at most 2048"),
        ("what is drawn", "the prompt, in a finish of the checkpoint's own"),
    )
    example = Example("/prompt", {"prompt": WORKFLOW, "client_id": "practice"}, "/history/ID")

    def routes(self) -> tuple[Route, ...]:
        """The routes of server.py, each also below /api."""
        plain = (
            Route("POST", "/prompt", self.create, submits=True),
            Route("GET", "/history/{id}", self.poll, asks=True),
            Route("GET", "/history", self.history),
            Route("GET", "/queue", self.queue),
            Route("POST", "/queue", self.take_out),
            Route("POST", "/interrupt", self.interrupt),
            Route("GET", "/view", self.view),
            Route("POST", "/upload/image", self.upload),
            Route("GET", "/object_info", self.nodes),
            Route("GET", "/object_info/{node}", self.nodes),
        )
        return (*plain, *(route._replace(path=f"/api{route.path}") for route in plain))

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error as the server words it."""
        error = {"type": "invalid_prompt", "message": message or f"HTTP {status}", "details": "", "extra_info": {}}
        return Reply(status, {"error": error, "node_errors": {}})

    def create(self, call: Call) -> Reply:
        """Queue a workflow; one that is not in API form is refused, one that ran before comes from the cache."""
        try:
            given = checks.an_object(call.json)
        except ValueError:
            given = {}
        if "prompt" not in given:
            return Reply(400, {"error": "no prompt", "node_errors": {}})
        try:
            graph = _graph(given["prompt"])
            wrong = _unknown_checkpoint(graph)
            if wrong:
                error = {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation"}
                return Reply(400, {"error": {**error, "details": "", "extra_info": {}}, "node_errors": wrong})
            asked = _asked(graph)
            inputs.checked([asked["picture"]] if asked["picture"].startswith("data:") else [], "image")
        except ValueError as problem:
            return self.refuse(400, str(problem))
        made = canonical(graph)
        cached = any(made == job.fields["graph"] for job in self.book.newest_first())
        sent = given["extra_data"] if isinstance(given.get("extra_data"), dict) else {}
        extra = sent | {"client_id": given["client_id"]} if "client_id" in given else sent
        known = {"graph": made, "prompt_graph": graph, "cached": cached, "extra": extra}
        job = self.accept(call, new_uuid, asked | known, usd=0.0)
        self._wait_for_others(job, call.now)
        number = len(self.book.charges)
        return Reply(200, {"prompt_id": job.id, "number": number, "node_errors": {}})

    def _wait_for_others(self, job: Job, now: float) -> None:
        """Let a job begin where the one before it ends: there is one worker."""
        others = [one.ended for one in self.book.newest_first() if one is not job and one.ended < now + 1e8]
        begin, length = max([job.started, *others]), 0.0 if job.fields["cached"] else job.ended - job.started
        if not self.book.instant:
            job.started, job.ended = begin, begin + length

    def poll(self, call: Call) -> Reply:
        """Answer with the entry, or with {} as long as there is none."""
        job = self.find(call, call.args["id"])
        ended = job is not None and job.state(call.now) in (State.DONE, State.FAILED)
        return Reply(200, {job.id: self._entry(job, call.now)} if job is not None and ended else {})

    def history(self, call: Call) -> Reply:
        """Answer with everything that has ended, or the last of it."""
        ended = [job for job in self.book.newest_first() if job.state(call.now) in (State.DONE, State.FAILED)]
        most = call.query.get("max_items", "")
        told = ended[: int(most)] if most.isdecimal() else ended
        return Reply(200, {job.id: self._entry(job, call.now) for job in reversed(told)})

    def queue(self, call: Call) -> Reply:
        """Answer with what runs and what waits."""
        rows: dict[State, list[Any]] = {State.RUNNING: [], State.QUEUED: []}
        for number, job in enumerate(reversed(self.book.newest_first())):
            there = job.state(call.now)
            if there in rows:
                rows[there].append(_row(number, job))
        return Reply(200, {"queue_running": rows[State.RUNNING], "queue_pending": rows[State.QUEUED]})

    def take_out(self, call: Call) -> Reply:
        """Take prompts out of the queue."""
        try:
            given = checks.an_object(call.json)
            wanted = checks.addresses(given, "delete")
        except ValueError as problem:
            return self.refuse(400, str(problem))
        for job in self.book.newest_first():
            if job.state(call.now) is State.QUEUED and (job.id in wanted or given.get("clear") is True):
                self.book.remove(job)
        return Reply(200, b"")

    def interrupt(self, call: Call) -> Reply:
        """Stop what runs."""
        for job in self.book.newest_first():
            if job.state(call.now) is State.RUNNING:
                job.ended, job.failure, job.marks["ended"] = call.now, "", "execution_interrupted"
        return Reply(200, b"")

    def view(self, call: Call) -> Reply:
        """Answer with a picture; a name that leads out of its folder is refused."""
        name, folder = call.query.get("filename", ""), call.query.get("subfolder", "")
        if not name or ".." in name or name.startswith("/"):
            return Reply(400, b"")
        if ".." in folder:
            return Reply(403, b"")
        asset = self.shelf.get(f"/comfyui/{call.query.get('type', 'output')}/{folder}/{name}".replace("//", "/"))
        if asset is None or asset.job.state(call.now) is not State.DONE:
            return Reply(404, b"")
        return Reply(200, self.shelf.content(asset), {"Content-Type": asset.media_type, "X-Imgen-Engine": "sketch"})

    def upload(self, call: Call) -> Reply:
        """Put a picture into the input folder, under a name that tells its content."""
        try:
            raw = forms.file(forms.read(call.request), "image")
            media, width, height = inputs.media_of(raw)
        except ValueError:
            return Reply(400, b"")
        name = f"{self.book.rng('input', call.fingerprint).getrandbits(48):012x}.{media.removeprefix('image/')}"
        job = Job(name, 0, call.now, call.now, call.now, {})
        self.shelf.put(Asset(f"/comfyui/input/{name}", job, media, width, height, lambda: raw))
        return Reply(200, {"name": name, "subfolder": "", "type": "input"})

    def nodes(self, call: Call) -> Reply:
        """Answer with the nodes of the example; of one that is not known with nothing."""
        kinds = {node["class_type"] for node in WORKFLOW.values()}
        told = {kind: {"input": {"required": {}}, "output_node": kind == "SaveImage", "name": kind} for kind in kinds}
        told["CheckpointLoaderSimple"]["input"] = {"required": {"ckpt_name": [list(CHECKPOINTS), {}]}}
        wanted = call.args.get("node")
        return Reply(200, {wanted: told[wanted]} if wanted in told else {} if wanted else told)

    def socket(self, call: Call, since: float) -> Iterator[dict[str, Any] | bytes] | None:
        """Tell how things stand, then what the prompts of this client have come to."""
        return self._told(call, since) if call.path in ("/ws", "/api/ws") else None

    def _told(self, call: Call, since: float) -> Iterator[dict[str, Any] | bytes]:
        client = call.query.get("clientId", "")
        jobs = [job for job in reversed(self.book.newest_first()) if job.fields["extra"].get("client_id") == client]
        if since <= call.now:
            for job in jobs:
                yield from self._news(job, since, call.now)
            return
        waiting = sum(job.state(call.now) in (State.QUEUED, State.RUNNING) for job in self.book.newest_first())
        status = {"status": {"exec_info": {"queue_remaining": waiting}}, "sid": client}
        yield {"type": "status", "data": status}
        if any(job.state(call.now) is State.RUNNING for job in jobs):
            yield {"type": "executing", "data": {"node": SAMPLER}}

    def _news(self, job: Job, since: float, now: float) -> Iterator[dict[str, Any] | bytes]:
        """What became of a prompt after a moment and up to another."""
        about = {"prompt_id": job.id}
        if since < job.started <= now:
            yield {"type": "execution_start", "data": about}
            yield {"type": "executing", "data": {"node": SAMPLER, **about}}
        steps, length = job.fields["steps"], job.ended - job.started
        was, come = (int(steps * (moment - job.started) / length) if length else steps for moment in (since, now))
        if max(was, 0) < min(come, steps) and since < job.ended:
            value = min(come, steps)
            yield {"type": "progress", "data": {"value": value, "max": steps, "node": SAMPLER, **about}}
            yield (1).to_bytes(4) + (1).to_bytes(4) + glimpse(self.coming(job), int(10 * value / steps) / 10, "jpeg")
        if since < job.ended <= now:
            ended = "execution_success" if job.failure is None else "execution_error"
            yield {"type": job.marks.get("ended", ended), "data": about}
            yield {"type": "executing", "data": {"node": None, **about}}

    def _entry(self, job: Job, now: float) -> dict[str, Any]:
        failed = job.state(now) is State.FAILED
        ended = ["execution_success", {"prompt_id": job.id, "timestamp": round(1000 * self.book.epoch(job.ended))}]
        if failed:
            said = {"prompt_id": job.id, "node_id": SAMPLER, "node_type": "KSampler", "exception_type": "RuntimeError"}
            ended = [job.marks.get("ended", "execution_error"), {**said, "exception_message": job.failure or ""}]
        start = ["execution_start", {"prompt_id": job.id, "timestamp": round(1000 * self.book.epoch(job.started))}]
        status = {"status_str": "error" if failed else "success", "completed": not failed, "messages": [start, ended]}
        row = _row(len(self.book.charges), job)
        outputs = {} if failed or job.fields["cached"] else {job.fields["output"]: {"images": self._images(job)}}
        return {"prompt": row, "outputs": outputs, "status": status}

    def _images(self, job: Job) -> list[dict[str, str]]:
        kind, found = job.fields["type"], []
        for number in range(job.fields["count"]):
            name = f"{job.fields['prefix']}_{job.id[:8]}_{number:05d}_.png"
            self.put(f"/comfyui/{kind}/{name}", job, "image/png", self.coming(job, number))
            found.append({"filename": name, "subfolder": "", "type": kind})
        return found

    def coming(self, job: Job, number: int = 0) -> Drawing:
        """Return what is drawn; the pictures of one batch have seeds that follow each other."""
        asked = job.fields
        return Drawing(
            asked["text"],
            asked["size"],
            asked["seed"] + number,
            sketch.finish_for("comfyui", asked["checkpoint"]),
            negative=asked["negative"],
            steps=asked["steps"],
            guidance=asked["cfg"],
            source=self.shelf.url + f"/comfyui/input/{asked['picture']}" if asked["picture"] else "",
            similarity=1 - asked["denoise"],
        )


def _row(number: int, job: Job) -> list[Any]:
    """Return a prompt as it is listed."""
    return [number, job.id, job.fields["prompt_graph"], job.fields["extra"], [job.fields["output"]]]


def _graph(given: Any) -> dict[str, Any]:
    """Return a workflow in API form; raises `ValueError` for any other."""
    graph = checks.an_object(given, "prompt")
    if not graph or len(graph) > MOST_NODES:
        raise ValueError("Prompt has no outputs")
    for name, node in graph.items():
        if not isinstance(node, dict) or not isinstance(node.get("class_type"), str):
            raise ValueError(f"Cannot execute because node {name} has no class_type")
        if not isinstance(node.get("inputs", {}), dict):
            raise ValueError(f"node {name} has no inputs")
        for value in node.get("inputs", {}).values():
            if _link(value) and value[0] not in graph:
                raise ValueError(f"node {name} is linked to {value[0]}, which is not there")
    if not any(SAVING.fullmatch(node["class_type"]) for node in graph.values()):
        raise ValueError("Prompt has no outputs")
    return graph


def _link(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)


def _unknown_checkpoint(graph: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, node in graph.items():
        wanted = node.get("inputs", {}).get("ckpt_name")
        if node["class_type"] == "CheckpointLoaderSimple" and wanted not in CHECKPOINTS:
            detail = f"ckpt_name: {wanted!r} not in {list(CHECKPOINTS)}"
            error = {"type": "value_not_in_list", "message": "Value not in list", "details": detail}
            found[name] = {"errors": [error], "class_type": node["class_type"], "dependent_outputs": []}
    return found


def _asked(graph: dict[str, Any]) -> dict[str, Any]:
    """Return what a workflow draws: its sampler, the texts it leads to, the size of its canvas, the loaded picture."""
    sampler = _first(graph, "seed", "noise_seed") or {}
    canvas = _first(graph, "batch_size") or {}
    loaded: dict[str, Any] = next((node["inputs"] for node in graph.values() if node["class_type"] == "LoadImage"), {})
    saver, node = next((name, one) for name, one in graph.items() if SAVING.fullmatch(one["class_type"]))
    loader = _first(graph, "ckpt_name", "unet_name") or {}
    seed = sampler.get("seed", sampler.get("noise_seed", 0))
    return {
        "text": _text(graph, sampler.get("positive")) or next(_texts(graph), "a sketch"),
        "negative": _text(graph, sampler.get("negative")),
        "seed": checks.whole({"seed": seed}, "seed", 0, 2**64 - 1, 0),
        "steps": checks.whole(sampler, "steps", 1, 10_000, 20),
        "cfg": checks.number(sampler, "cfg", 0, 100, 7.5),
        "denoise": checks.number(sampler, "denoise", 0, 1, 1),
        "size": tuple(checks.whole(canvas, side, 16, 2048, 512) for side in ("width", "height")),
        "count": checks.whole(canvas, "batch_size", 1, 16, 1),
        "picture": checks.text(loaded, "image"),
        "checkpoint": str(loader.get("ckpt_name", loader.get("unet_name", "sketch"))),
        "output": saver,
        "type": "temp" if node["class_type"].startswith("Preview") else "output",
        "prefix": re.sub(r"[^\w-]", "", str(node.get("inputs", {}).get("filename_prefix", "ComfyUI"))) or "ComfyUI",
    }


def _first(graph: dict[str, Any], *names: str) -> dict[str, Any] | None:
    """Return the inputs of the first node that has one of them as a value."""
    for node in graph.values():
        given = node.get("inputs", {})
        if any(name in given and not _link(given[name]) for name in names):
            return dict(given)
    return None


def _text(graph: dict[str, Any], link: Any, left: int = 20) -> str:
    """Return the text that a link leads to."""
    if not _link(link) or not left:
        return ""
    given = graph[link[0]].get("inputs", {})
    own = next((value for name, value in given.items() if "text" in name and isinstance(value, str)), "")
    return own or next(filter(None, (_text(graph, value, left - 1) for value in given.values())), "")


def _texts(graph: dict[str, Any]) -> Iterator[str]:
    for node in graph.values():
        given = node.get("inputs", {})
        yield from (value for name, value in given.items() if "text" in name and isinstance(value, str) and value)
