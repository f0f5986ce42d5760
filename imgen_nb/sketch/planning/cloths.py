"""Cloths: what can be draped over another thing, and over what."""

from __future__ import annotations

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading.lexicon import words

SHEETS = words("@blanket @towel scarf @scarf @tablecloth @rug")
"""What is drawn as it hangs in folds, wherever it is draped."""
WORN = words("coat @coat @hoodie @tshirt t-shirt dress jeans")
# Where the fold lies, how far it hangs down, how far it reaches to the sides: fractions of the height and the width.
BACKS = {
    "chair": (0.97, 0.62, 0.94), "@rockingchair": (0.97, 0.5, 0.7), "@armchair": (0.98, 0.5, 0.62),
    "@sofa": (0.98, 0.5, 0.36), "couch-and-lamp": (0.72, 0.4, 0.36), "@bench": (0.98, 0.62, 0.34),
    "@throne": (0.9, 0.5, 0.6), "@table": (1.0, 0.5, 0.7), "@desk": (1.0, 0.5, 0.5), "@lowtable": (1.0, 0.6, 0.7),
    "bed": (0.6, 0.44, 0.5), "@fence": (0.98, 0.56, 0.3), "@stool": (1.0, 0.5, 1.1), "ladder": (0.8, 0.4, 1.0),
}  # fmt: skip


def hangs(s: Subject, target: Subject | None) -> bool:
    """Whether a subject hangs in folds over another."""
    return s.art in SHEETS and lies_over(s, target)


def lies_over(s: Subject, target: Subject | None) -> bool:
    """Whether a subject is said to be on or over something it can hang down from."""
    return target is not None and target.art in BACKS and s.relation in ("on", "above") and s.pose != "fly"
