"""How the Banatie sandbox rewrites a prompt: seven templates, each with a small choice of words.

Document 001, "Enhancement Templates", says what each template is about and shows two rewritten prompts; the words
here follow both. A rewriting keeps the prompt itself, so that a lesson can see what was added.
"""

import hashlib
import random

TEMPLATES: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "general": (
        "{prompt}, {light}, {detail}, balanced composition",
        {
            "light": ("soft natural light", "warm evening light", "clear morning light"),
            "detail": ("rich detail", "crisp detail", "gentle depth"),
        },
    ),
    "photorealistic": (
        "A photorealistic {shot} of {prompt}, captured with {lens}, {light}, {depth}",
        {
            "shot": ("establishing shot", "close-up portrait", "eye-level photograph"),
            "lens": ("an 85mm lens at f/1.8", "a 35mm lens at f/2.8", "a 50mm lens at f/4"),
            "light": ("natural window lighting creating soft shadows", "golden hour light", "overcast, even light"),
            "depth": ("shallow depth of field with creamy bokeh background", "sharp from front to back"),
        },
    ),
    "illustration": (
        "An illustration of {prompt}, {medium}, {palette}, {composition}",
        {
            "medium": ("gouache on textured paper", "ink and watercolour", "flat shapes with visible brushwork"),
            "palette": ("a muted palette of ochre and teal", "a bright palette of five colours", "pastel colours"),
            "composition": ("centred composition", "composed along a diagonal", "framed by its surroundings"),
        },
    ),
    "minimalist": (
        "A minimalist image of {prompt}, {form}, {space}, essential elements only",
        {
            "form": ("clean geometric forms", "simple outlines", "one continuous line"),
            "space": ("generous empty space", "a plain off-white ground", "a single muted background colour"),
        },
    ),
    "sticker": (
        "A sticker of {prompt}, {outline}, {colour}, vector style, isolated on white",
        {
            "outline": ("bold outlines", "a thick white die-cut border", "heavy black contours"),
            "colour": ("four flat colours", "limited, cheerful colours", "two colours and black"),
        },
    ),
    "product": (
        "A product photograph of {prompt}, {studio}, {material}, {context}",
        {
            "studio": ("studio softbox lighting", "a seamless studio backdrop", "rim light from behind"),
            "material": ("materials rendered faithfully", "fine surface texture", "a subtle reflection below"),
            "context": ("on a light wooden table", "in a calm lifestyle setting", "centred with room for text"),
        },
    ),
    "comic": (
        "A comic panel of {prompt}, {line}, {mood}, {panel}",
        {
            "line": ("dynamic action lines", "bold inked contours", "halftone shading"),
            "mood": ("vivid expressions", "exaggerated gestures", "high contrast colours"),
            "panel": ("wide panel composition", "low camera angle", "tight framing"),
        },
    ),
}


def enhance(prompt: str, template: str) -> str:
    """Return the prompt as the template rewrites it; the same prompt is always rewritten the same way."""
    pattern, words = TEMPLATES[template]
    rng = random.Random(int.from_bytes(hashlib.sha256(f"{template}\n{prompt}".encode()).digest()))
    return pattern.format(prompt=prompt, **{name: rng.choice(choices) for name, choices in words.items()})
