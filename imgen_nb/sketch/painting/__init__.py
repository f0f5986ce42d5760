"""Painting: scenes, subjects, templates and finishes, from the plan to pixels."""
