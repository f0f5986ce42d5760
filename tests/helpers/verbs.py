"""A request by each verb of the pages that the documents link to, as the provider makes it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from flows import asked

from imgen_nb import providers
from imgen_nb.flow import Exchange
from imgen_nb.testing import png
from imgen_nb.types import ImageRequest

BANATIE, AKOOL, QOLABA = (providers.get(name) for name in ("banatie", "akool", "qolaba"))
IMAGE = "7c4ccf47-41ce-4718-afbc-8c553b2c631a"
FLOW = "57c7f7f4-47de-4d70-9ebd-3807a0b63746"
JOB = "662a10df4197b3af58532e89"
PICTURE = "https://pictures.example/a.png"
INLINE = f"data:image/png;base64,{base64.b64encode(png()).decode()}"
CAT = "A photorealistic cat sitting on the Eiffel Tower at sunset"
CALL = "https://calls.example/a"
KREA = "wavespeed-ai/flux-krea-dev-lora"


def made(provider: Any, prompt: str, **params: Any) -> Any:
    return provider.generate(asked(provider, prompt, **params))


def signed_in() -> Any:
    """The sign-in is a request, not a flow."""
    way = AKOOL.sign_in
    assert way is not None
    yield Exchange(way.request("sandboxclient001", "sandbox-secret-000000024"), way.read, paid=False)


VERBS: dict[str, Callable[[], Any]] = {
    "banatie-references": lambda: made(BANATIE, "@hero in a boat", reference_images=["@hero", IMAGE]),
    "banatie-project-alias": lambda: made(
        BANATIE, "a red fox", enhance=False, alias="@hero", meta={"shelf": "animals"}
    ),
    "banatie-flow-alias": lambda: made(
        BANATIE, "a red fox", aspect_ratio="16:9", template="comic", flow_id=FLOW, flow_alias="@hero"
    ),
    "banatie-upload": lambda: BANATIE.upload(INLINE, alias="@logo", flow_id=FLOW, flow_alias="@mark", meta={"mine": 1}),
    "banatie-list-images": lambda: BANATIE.list_images(10, 20, flow_id=FLOW, source="uploaded", alias="@logo"),
    "banatie-get-image": lambda: BANATIE.get_image(IMAGE),
    "banatie-get-image-by-alias": lambda: BANATIE.get_image("@hero"),
    "banatie-update-image": lambda: BANATIE.update_image(IMAGE, alias="@hero", meta={"a": 1}),
    "banatie-unname-image": lambda: BANATIE.update_image(IMAGE, alias=""),
    "banatie-delete-image": lambda: BANATIE.delete_image(IMAGE),
    "banatie-list-flows": BANATIE.list_flows,
    "banatie-get-flow": lambda: BANATIE.get_flow(FLOW),
    "banatie-flow-generations": lambda: BANATIE.flow_generations(FLOW),
    "banatie-flow-images": lambda: BANATIE.flow_images(FLOW),
    "banatie-flow-aliases": lambda: BANATIE.update_flow(FLOW, {"@hero": IMAGE}),
    "banatie-delete-flow-alias": lambda: BANATIE.delete_flow(FLOW, "@hero"),
    "banatie-delete-flow": lambda: BANATIE.delete_flow(FLOW),
    "banatie-list-scopes": BANATIE.list_scopes,
    "banatie-create-scope": lambda: BANATIE.create_scope("lesson", limit=5),
    "banatie-get-scope": lambda: BANATIE.get_scope("lesson"),
    "banatie-update-scope": lambda: BANATIE.update_scope("lesson", open=False, limit=5),
    "banatie-delete-scope": lambda: BANATIE.delete_scope("lesson"),
    "akool-token": signed_in,
    "akool-sheet": lambda: made(AKOOL, "a lighthouse", model="v3", aspect_ratio="4:3"),
    "akool-sheet-from-a-picture": lambda: made(
        AKOOL, "a lighthouse", model="v3", image_urls=[PICTURE], webhook_url=CALL
    ),
    "akool-picture": lambda: made(
        AKOOL,
        "a lighthouse",
        model=KREA,
        aspect_ratio="16:9",
        quality="1080p",
        num_images=2,
        negative_prompt="people",
    ),
    "akool-picture-from-a-picture": lambda: made(
        AKOOL, "a lighthouse", aspect_ratio="Original", image_urls=[PICTURE], similarity=0.3, webhook_url=CALL
    ),
    "akool-button": lambda: AKOOL.press(asked_for_a_button()),
    "akool-result": lambda: AKOOL.get(JOB),
    "akool-credit": AKOOL.balance,
    "qolaba-held": lambda: made(QOLABA, CAT, aspect_ratio="16:9", background=False),
    "qolaba-task": lambda: made(
        QOLABA,
        "a cat",
        model="vertex/nano-banana-pro",
        aspect_ratio="21:9",
        quality="4K",
        num_images=3,
        temperature=0.5,
    ),
    "qolaba-references": lambda: made(QOLABA, "a cat", reference_images=[{"url": PICTURE, "description": "the cat"}]),
    "qolaba-cut-out": lambda: made(QOLABA, "", model="fal/birefnet", image_urls=[PICTURE]),
    "qolaba-ask": lambda: QOLABA.get("task_1705312200000_abc123"),
    "qolaba-models": QOLABA.models,
}


def asked_for_a_button() -> Any:
    return ImageRequest("akool", "", {"parent": JOB, "button": "U2"})
