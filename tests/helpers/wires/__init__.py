"""Fakes of each provider's wire, for the wire table: written from the documents, in their spelling."""

import importlib

from imgen_nb import providers

WIRES = {name: importlib.import_module(f"wires.{name}").Wire() for name in providers.names()}
