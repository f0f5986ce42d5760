"""Panels made of ipywidgets; one file each, with its stylesheet beside it in `static`."""
