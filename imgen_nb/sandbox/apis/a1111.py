"""The web UI's API (modules/api of AUTOMATIC1111/stable-diffusion-webui): held answers behind one lock.

POST /sdapi/v1/txt2img, /sdapi/v1/img2img                    make pictures; held until they are made
GET  /sdapi/v1/progress?skip_current_image=                  how far whatever runs now is
POST /sdapi/v1/interrupt                                     end what runs now, with what it has
GET  /sdapi/v1/sd-models, /samplers, /schedulers, /upscalers, /latent-upscale-modes, /prompt-styles, /options
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from imgen_nb import sketch
from imgen_nb.sandbox import checks, held, inputs
from imgen_nb.sandbox.drawing import Drawing, glimpse
from imgen_nb.sandbox.jobs import Job, State, new_uuid
from imgen_nb.sandbox.replies import Reply
from imgen_nb.sandbox.wire import Call, Example, Places, Route, Wire

ROOT = "/sdapi/v1"
CHECKPOINTS = ("sketch-v1.safetensors [1f2e3d4c5b]", "sketch-xl.safetensors [a1b2c3d4e5]")
SAMPLERS = ("Euler a", "Euler", "DPM++ 2M", "DDIM")
SCHEDULERS = ("automatic", "karras", "exponential")
STYLES = {"watercolour": "{prompt}, watercolour on paper", "night": "{prompt}, at night"}
UPSCALERS = ("None", "Lanczos", "Nearest")
LATENT = ("Latent", "Latent (nearest)")
LARGEST = 2048


class A1111(Wire):
    """The fake server."""

    name = "a1111"
    words: ClassVar[Mapping[State, str]] = held.WORDS
    places = Places(id=("id",), status=("status",), error=("error",), result=("images",), url=("images", 0))
    choices = (
        *held.CHOICES,
        ("several at once", "one after the other, behind one lock; progress is that of the one that runs"),
        ("a key", "none is looked at"),
        ("checkpoints, samplers, schedulers, styles", "two, four, three, two; any other sampler or checkpoint is 404"),
        ("hires fix", "hr_scale 1 to 4, 2 where it is missing; the picture is drawn at that size, at most 2048 a side"),
        ("upscalers", "three, and two latent ones; any other is an error of the server, 500"),
        ("a checkpoint's name", "the title, with or without its hash"),
        ("current_image", "a coarse WebP, from a third of the way on"),
        ("an interrupt", "200 with an empty list of pictures"),
        ("the grid of several pictures", "none: index_of_first_image is 0"),
        ("seed -1", "decided here, told in all_seeds; the pictures of a batch have seeds that follow each other"),
        ("sides", "64 to 2048, in steps of 8: any other is 422"),
        ("fields nobody asked for", "ignored"),
        ("what is drawn", "the prompt, in a finish of the checkpoint's own"),
    )
    example = Example(
        f"{ROOT}/txt2img",
        {"prompt": "a lighthouse at night", "width": 768, "height": 512, "steps": 20, "cfg_scale": 7, "seed": 42},
        "",
    )

    def routes(self) -> tuple[Route, ...]:
        """The routes of modules/api."""
        return (
            Route("POST", f"{ROOT}/txt2img", self.from_words, submits=True),
            Route("POST", f"{ROOT}/img2img", self.from_picture, submits=True),
            Route("GET", f"{ROOT}/progress", self.progress),
            Route("POST", f"{ROOT}/interrupt", self.interrupt),
            *(Route("GET", f"{ROOT}/{name}", self.listed) for name in LISTS),
        )

    def refuse(self, status: int, message: str = "") -> Reply:
        """Return an error as FastAPI gives it, and one of the server's own as its handler does."""
        if status >= 500:
            return Reply(status, {"error": "RuntimeError", "detail": "", "body": "", "errors": message or "failed"})
        return Reply(status, {"detail": message or {404: "Not Found", 405: "Method Not Allowed"}.get(status, "Error")})

    def from_words(self, call: Call) -> Reply:
        """Make pictures of words."""
        return self._make(call, {})

    def from_picture(self, call: Call) -> Reply:
        """Make pictures of a picture and words."""
        return self._make(call, {"init_images": None})

    def _make(self, call: Call, needed: dict[str, None]) -> Reply:
        try:
            given = checks.an_object(call.json)
            asked = _asked(given, redraws=bool(needed))
        except LookupError as missing:
            return self.refuse(404, str(missing.args[0]))
        except RuntimeError as broken:
            return self.refuse(500, str(broken))
        except ValueError as problem:
            return Reply(422, {"detail": [{"loc": ["body"], "msg": str(problem), "type": "value_error"}]})
        job = self.accept(call, new_uuid, asked, usd=0.0)
        self._wait_for_others(job, call.now)
        if job.failure is not None:
            return replace(self.refuse(500, job.failure), delay=held.seconds(job))
        drawn = [self.coming(job, number) for number in range(asked["count"])]
        seeds = [drawing.seed for drawing in drawn]
        info = {
            "prompt": asked["prompt"],
            "all_seeds": seeds,
            "infotexts": [f"{asked['prompt']}\nSteps: {asked['steps']}, Seed: {seed}, sketch engine" for seed in seeds],
            "index_of_first_image": 0,
        }
        shown = {name: value for name, value in given.items() if name not in ("init_images", "mask")}
        images = [held.inline(self, drawing, "image/png") for drawing in drawn] if asked["send"] else []
        return Reply(200, {"images": images, "parameters": shown, "info": json.dumps(info)}, delay=held.seconds(job))

    def _wait_for_others(self, job: Job, now: float) -> None:
        """Let a job begin where the one before it ends: there is one lock."""
        others = [one.ended for one in self.book.newest_first() if one is not job and one.ended < now + 1e8]
        if not self.book.instant:
            begin, length = max([now, *others]), job.ended - job.started
            job.started, job.ended = begin, begin + length

    def progress(self, call: Call) -> Reply:
        """Answer with how far whatever runs now is; 0 where nothing does."""
        running = [job for job in self.book.newest_first() if job.state(call.now) is State.RUNNING]
        state: dict[str, Any] = {"skipped": False, "interrupted": False, "job": "", "job_no": 0, "job_count": 0}
        state |= {"sampling_step": 0, "sampling_steps": 0}
        if not running:
            told = {"progress": 0.0, "eta_relative": 0.0, "state": state, "current_image": None, "textinfo": None}
            return Reply(200, told)
        job = running[-1]
        come, steps = (call.now - job.started) / (job.ended - job.started), job.fields["steps"]
        state |= {"job": f"task({job.id})", "job_count": 1, "sampling_step": int(come * steps), "sampling_steps": steps}
        shows = come > 0.33 and call.query.get("skip_current_image", "false") != "true"
        image = base64.b64encode(glimpse(self.coming(job), int(10 * come) / 10)).decode() if shows else None
        told = {"progress": round(come, 4), "eta_relative": round(job.ended - call.now, 3), "state": state}
        return Reply(200, told | {"current_image": image, "textinfo": None})

    def interrupt(self, call: Call) -> Reply:
        """End what runs: a held answer has left already here, so it only counts as ended."""
        for job in self.book.newest_first():
            if job.state(call.now) is State.RUNNING:
                job.ended = call.now
        return Reply(200, {})

    def listed(self, call: Call) -> Reply:
        """Answer with one of the lists."""
        return Reply(200, LISTS[call.path.rpartition("/")[2]])

    def coming(self, job: Job, number: int = 0) -> Drawing:
        """Return what is drawn."""
        asked = job.fields
        return Drawing(
            asked["prompt"],
            asked["size"],
            (asked["seed"] if asked["seed"] >= 0 else job.seed) + number,
            sketch.finish_for("a1111", asked["checkpoint"]),
            negative=asked["negative"],
            steps=asked["steps"],
            guidance=asked["cfg"],
            source=asked["source"],
            mask=asked["mask"],
            similarity=1 - asked["strength"],
        )


LISTS: dict[str, Any] = {
    "sd-models": [{"title": one, "model_name": one.partition(".")[0], "hash": one[-11:-1]} for one in CHECKPOINTS],
    "samplers": [{"name": one, "aliases": [], "options": {}} for one in SAMPLERS],
    "schedulers": [{"name": one, "label": one.title()} for one in SCHEDULERS],
    "upscalers": [{"name": one, "model_name": None, "model_path": None, "scale": 4} for one in UPSCALERS],
    "latent-upscale-modes": [{"name": one} for one in LATENT],
    "prompt-styles": [{"name": name, "prompt": text, "negative_prompt": ""} for name, text in STYLES.items()],
    "options": {"sd_model_checkpoint": CHECKPOINTS[0], "do_not_show_images": False},
}


def _asked(given: dict[str, Any], *, redraws: bool) -> dict[str, Any]:
    """Return what a request asks for; raises `ValueError` for a wrong field, `LookupError` for what is not there."""
    sampler = checks.text(given, "sampler_name") or checks.text(given, "sampler_index") or "Euler"
    if sampler not in SAMPLERS:
        raise LookupError("Sampler not found")
    settings = checks.an_object(given.get("override_settings", {}), "override_settings")
    wanted = checks.text(settings, "sd_model_checkpoint") or CHECKPOINTS[0]
    known = [one for one in CHECKPOINTS if wanted in (one, one.partition(" ")[0], one.partition(".")[0])]
    if not known:
        raise LookupError("Model not found")
    sides = [checks.whole(given, side, 64, LARGEST, 512) for side in ("width", "height")]
    if any(side % 8 for side in sides):
        raise ValueError("width and height must be multiples of 8")
    return {
        "prompt": _styled(checks.text(given, "prompt"), checks.addresses(given, "styles")) or "a sketch",
        "negative": checks.text(given, "negative_prompt"),
        "size": _enlarged(given, sides),
        "seed": checks.whole(given, "seed", -1, 2**32 - 1, -1),
        "steps": checks.whole(given, "steps", 1, 150, 50),
        "cfg": checks.number(given, "cfg_scale", 0, 30, 7.0),
        "count": checks.whole(given, "batch_size", 1, 16, 1) * checks.whole(given, "n_iter", 1, 16, 1),
        "strength": checks.number(given, "denoising_strength", 0, 1, 0.75),
        "send": checks.flag(given, "send_images", default=True),
        "checkpoint": known[0],
        **_pictures(given, redraws=redraws),
    }


def _enlarged(given: dict[str, Any], sides: list[int]) -> tuple[int, ...]:
    """Return the size of the picture: with the hires fix it is so many times larger."""
    if not checks.flag(given, "enable_hr", default=False):
        return tuple(sides)
    if (checks.text(given, "hr_upscaler") or LATENT[0]) not in (*LATENT, *UPSCALERS):
        raise RuntimeError(f"could not find upscaler named {given['hr_upscaler']}")
    checks.whole(given, "hr_second_pass_steps", 0, 150, 0)
    scale = checks.number(given, "hr_scale", 1, 4, 2.0)
    larger = tuple(int(side * scale) for side in sides)
    if max(larger) > LARGEST:
        raise ValueError(f"the hires fix makes {larger[0]}x{larger[1]}, more than {LARGEST} a side")
    return larger


def _styled(prompt: str, styles: list[str]) -> str:
    for name in styles:
        prompt = STYLES.get(name, "{prompt}").replace("{prompt}", prompt)
    return prompt


def _pictures(given: dict[str, Any], *, redraws: bool) -> dict[str, str]:
    """Check the pictures: base64, bare or as a data URL."""
    if not redraws:
        return {"source": "", "mask": ""}
    several = checks.addresses(given, "init_images")
    if not several:
        raise LookupError("Init image not found")
    sent = [several[0], checks.text(given, "mask")]
    source, mask = (one if not one or one.startswith("data:") else f"data:image/png;base64,{one}" for one in sent)
    inputs.checked([one for one in (source, mask) if one], "init_images")
    return {"source": source, "mask": mask}
