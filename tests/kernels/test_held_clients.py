"""The clients of vendors whose answer is the picture, against the served sandbox, in an environment of their own."""

from __future__ import annotations

import base64
import io
import json
import os
from typing import Any

import pytest
from environments import CLIENTS, environment, python, run
from PIL import Image
from served import served

from imgen_nb.sandbox.server import App

pytestmark = pytest.mark.matrix

HEAD = "import base64, json, sys\ntold = {'pictures': [], 'events': [], 'refused': []}\n"
TAIL = "print(json.dumps(told))\n"

OPENAI = """
from openai import APIStatusError, OpenAI
client = OpenAI(api_key="practice", base_url=sys.argv[1] + "/openai/v1", max_retries=0)
made = client.images.generate(model="gpt-image-2.5-sunburst", prompt="a red fox in snow", size="1536x864",
    quality="low", n=2, output_format="webp", output_compression=80, background="opaque", moderation="low")
told["pictures"] += [one.b64_json for one in made.data]
told["billed"] = made.usage.output_tokens > 0
png = base64.b64decode(client.images.generate(model="gpt-image-2", prompt="a fox").data[0].b64_json)
edited = client.images.edit(model="gpt-image-2.5-flare", prompt="at night",
    image=[("a.png", png, "image/png"), ("b.png", png, "image/png")])
told["pictures"] += [one.b64_json for one in edited.data]
streams = (client.images.generate(model="gpt-image-2.5-flare", prompt="a fox", stream=True, partial_images=2),
    client.images.edit(model="gpt-image-1.5", image=("a.png", png, "image/png"), prompt="x", stream=True,
        partial_images=1, input_fidelity="high"))
told["events"] += [event.type for stream in streams for event in stream]
told["model"] = client.models.retrieve("gpt-image-2").id
for asked in ({"model": "gpt-image-1"}, {"model": "gpt-image-2", "response_format": "url"},
        {"model": "gpt-image-2", "prompt": "[fault:withheld]"}):
    try:
        client.images.generate(**{"prompt": "x", **asked})
    except APIStatusError as error:
        told["refused"].append([error.status_code, error.code])
"""
GEMINI = """
from google import genai
from google.genai import errors, types
client = genai.Client(api_key="practice", http_options=types.HttpOptions(base_url=sys.argv[1] + "/gemini"))
image = types.ImageConfig(aspect_ratio="16:9", image_size="1K")
config = types.GenerateContentConfig(response_modalities=["TEXT", "IMAGE"], image_config=image, seed=7,
    thinking_config=types.ThinkingConfig(thinking_level="LOW"))
first = client.models.generate_content(model="gemini-nano-banana-2.1", contents="a red fox", config=config)
png = next(part.inline_data.data for part in first.candidates[0].content.parts if part.inline_data)
second = client.models.generate_content(model="gemini-3.1-flash-lite-image",
    contents=["at night", types.Part.from_bytes(data=png, mime_type="image/png")])
for answer in (first, second):
    parts = answer.candidates[0].content.parts
    told["pictures"] += [base64.b64encode(part.inline_data.data).decode() for part in parts if part.inline_data]
told["billed"] = first.usage_metadata.candidates_tokens_details[0].token_count > 0
told["model"] = client.models.get(model="gemini-nano-banana-2.1").display_name
told["events"] += [one.name for one in client.models.list()][:1]
for prompt in ("[fault:unpictured]", "[fault:withheld]", "[fault:blocked]"):
    answer = client.models.generate_content(model="gemini-nano-banana-2.1", contents=prompt)
    reason = answer.prompt_feedback.block_reason if answer.prompt_feedback else answer.candidates[0].finish_reason
    told["refused"].append(reason.value)
try:
    client.models.generate_content(model="gemini-3.1-flash-image", contents="x")
except errors.ClientError as error:
    told["refused"].append(error.code)
"""
OPENROUTER = """
from openrouter import OpenRouter
from openrouter.errors import OpenRouterError
with OpenRouter(api_key="practice", server_url=sys.argv[1] + "/openrouter/api/v1") as client:
    made = client.images.generate(model="openai/gpt-image-2.5-sunburst", prompt="a fox", aspect_ratio="16:9", n=2,
        resolution="2K", quality="low", provider={"allow_fallbacks": False})
    told["pictures"] += [one.b64_json for one in made.data]
    told["billed"] = made.usage.cost > 0
    with client.images.generate(model="openai/gpt-image-2.5-sunburst", prompt="a fox", stream=True) as stream:
        told["events"] += [event.type for event in stream]
    told["model"] = made.data[0].media_type
    for model in ("nobody/nothing", "black-forest-labs/flux.2-pro"):
        try:
            client.images.generate(model=model, prompt="x", n=2)
        except OpenRouterError as error:
            told["refused"].append(error.status_code)
"""
PARTIAL, DONE = "image_generation.partial_image", "image_generation.completed"
CASES: dict[str, tuple[str, int, dict[str, Any]]] = {
    "openai": (
        OPENAI,
        3,
        {
            "events": [PARTIAL, PARTIAL, DONE, "image_edit.partial_image", "image_edit.completed"],
            "refused": [[404, "model_not_found"], [400, "unknown_parameter"], [400, "moderation_blocked"]],
            "model": "gpt-image-2",
        },
    ),
    "gemini": (
        GEMINI,
        2,
        {
            "events": ["models/gemini-nano-banana-2.1"],
            "refused": ["NO_IMAGE", "IMAGE_SAFETY", "SAFETY", 404],
            "model": "Nano Banana 2.1",
        },
    ),
    "openrouter": (
        OPENROUTER,
        2,
        {"events": [PARTIAL, PARTIAL, DONE], "refused": [404, 400], "model": "image/png"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_vendors_client_meets_its_own_protocol(name: str) -> None:
    code, pictures, expected = CASES[name]
    interpreter = python(environment("clients", CLIENTS))
    clean = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    with served(App(speed=20)) as base:
        told = json.loads(run(interpreter, "-c", HEAD + code + TAIL, base, env=clean).splitlines()[-1])
    assert {key: told[key] for key in expected} == expected
    assert told["billed"]
    assert len(told["pictures"]) == pictures
    for one in told["pictures"]:
        Image.open(io.BytesIO(base64.b64decode(one))).load()
