"""Art: what each thing looks like, as filled shapes without a place, a light or a hand."""
