"""A form with a file goes there, and the picture's bytes alone come back."""

import base64

import httpx

from imgen_nb.errors import ApiError, NotFound, Unauthorized, UnexpectedReply
from imgen_nb.flow import Asset, Credential, Flow, Outcome, Provider, failure, refuse, spend
from imgen_nb.types import ImageRequest, Option


class Service(Provider):
    name = "retouch"
    title = "Retouch"
    base_url = "https://api.retouch.example"
    credentials = (Credential("RETOUCH_API_KEY", "authorization", "Bearer "),)
    options = (
        Option("prompt", "text", "What to change", required=True),
        Option("image_urls", "addresses", "The picture to change, as a data URL", most=1, required=True),
    )

    def generate(self, request: ImageRequest) -> Flow[Outcome]:
        head, _, body = request.params["image_urls"][0].partition(",")
        file = ("picture", base64.b64decode(body), head.removeprefix("data:").removesuffix(";base64"))
        form = httpx.Request("POST", "/v2/edit", data={"prompt": request.prompt}, files={"image": file})
        return Outcome([(yield from spend(form, _picture))])

    def follow(self, remote_id: str) -> Flow[Outcome]:
        raise NotFound("an answer is given once, and has no id")


def _picture(response: httpx.Response) -> Asset:
    if response.status_code == 403 and "moderation" in response.text:
        raise failure("refused by the content filter")
    refuse(response, response.text[:300])
    if not response.headers.get("content-type", "").startswith("image/"):
        raise UnexpectedReply("the answer is no picture", json_path="$")
    seed = response.headers.get("seed", "")
    return Asset(response.content, seed=int(seed) if seed.isdecimal() else None)


class Wire:
    held = True
    base_url = Service.base_url
    prompt = "a hat for the fox"

    @property
    def params(self):
        from imgen_nb.testing import png

        return {"image_urls": ["data:image/png;base64," + base64.b64encode(png()).decode()]}

    def is_submission(self, request):
        return request.method == "POST"

    def finished(self, remote_id, request, address):
        from imgen_nb.testing import png

        assert b"a hat for the fox" in request.content
        assert png() in request.content, "the form did not arrive whole"
        if not address:
            return httpx.Response(204)
        return httpx.Response(200, content=png(), headers={"content-type": "image/png", "seed": "343"})

    def failures(self, remote_id):
        return {"moderated": httpx.Response(403, json={"name": "content_moderation"})}

    def refusals(self):
        return {
            "401": (httpx.Response(401, json={"name": "unauthorized"}), Unauthorized),
            "413": (httpx.Response(413, json={"name": "payload_too_large"}), ApiError),
        }

    def waits(self):
        return {"429": (httpx.Response(429), 0.5)}

    def other(self, request, jobs):
        return None
