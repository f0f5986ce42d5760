"""What a create asks for, in the words of document 001."""

from typing import Any

from imgen_nb.sandbox import checks
from imgen_nb.sandbox.enhance import TEMPLATES, enhance
from imgen_nb.sandbox.replies import write_json

# Document 001, "Aspect Ratios". 16:9 is 1792x1024 in its "Get Generation" example; the other sizes are our choice.
SIZES = {"1:1": (1024, 1024), "16:9": (1792, 1024), "9:16": (1008, 1792), "3:2": (1536, 1024), "21:9": (2016, 864)}
META_BYTES = 16 * 1024


def asked_for(body: Any) -> dict[str, Any]:
    """Return what a create asks for, with the document's defaults; raises `ValueError` that names the field."""
    given = checks.an_object(body)
    prompt = checks.text(given, "prompt", required=True)
    ratio = checks.one_of(given, "aspectRatio", tuple(SIZES), "1:1")
    auto = checks.flag(given, "autoEnhance", default=True)
    options = checks.an_object(given.get("enhancementOptions", {}), "enhancementOptions")
    template = checks.one_of(options, "template", tuple(TEMPLATES), "general")
    meta = checks.an_object(given.get("meta", {}), "meta")
    if len(write_json(meta)) > META_BYTES:
        raise ValueError(f"meta must have at most {META_BYTES} bytes")
    return {
        "prompt": enhance(prompt, template) if auto else prompt,
        "originalPrompt": prompt,
        "autoEnhance": auto,
        "template": template if auto else "general",
        "aspectRatio": ratio,
        "meta": meta,
    }
