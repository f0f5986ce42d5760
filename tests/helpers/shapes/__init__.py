"""Six providers of six shapes, each written from CONTRIBUTING's page alone, and a fake of each one's wire."""

import importlib

SHAPES = {
    name: importlib.import_module(f"shapes.{name}")
    for name in ("whole_address", "two_paths", "held_base64", "form_with_file", "parts", "local_server")
}
"""Each module has a class `Service`, the provider, and a class `Wire`."""
