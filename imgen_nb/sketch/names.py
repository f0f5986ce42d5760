"""The names callers use: finishes, templates, the caption, and which finish a provider's pictures get."""

from __future__ import annotations

CAPTION = "sketch engine · not an AI model"
FINISHES = ("clay", "gouache", "ink", "mosaic", "glow", "pixel", "paper", "watercolour", "oil", "pencil", "riso")
TEMPLATES = ("general", "photorealistic", "illustration", "minimalist", "sticker", "product", "comic")

# Looks chosen to be far from each other, not to be like anything the providers draw.
_PROVIDERS = {"destinpq": "clay", "banatie": "gouache", "akool": "ink", "qolaba": "paper"}
_MODELS = (
    ("nano-banana-flash", "pencil"),
    ("nano-banana-pro", "oil"),
    ("imagen-4-ultra", "mosaic"),
    ("imagen-4-fast", "pixel"),
    ("imagen-4", "watercolour"),
    ("flux", "riso"),
    ("gpt-image", "glow"),
)


def finish_for(provider: str, model: str | None = None) -> str:
    """The finish of a provider's sandbox pictures, and of a model where the provider has several.

    Unknown names get a finish too, always the same one for a name.
    """
    if model and provider.lower() not in ("destinpq", "banatie", "akool"):
        for part, finish in _MODELS:
            if part in model.lower():
                return finish
        return FINISHES[sum(map(ord, model)) % len(FINISHES)]
    if provider.lower() in _PROVIDERS:
        return _PROVIDERS[provider.lower()]
    return FINISHES[sum(map(ord, provider)) % len(FINISHES)]
