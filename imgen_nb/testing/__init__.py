"""The conformance kit: what every provider must survive, and the scripted server it is tried against."""

from imgen_nb.testing.scripted import ASSETS, KEY, Action, FakeWire, Server, after, before, png, reply, virtually
from imgen_nb.testing.table import Bench, Row, names, wire_table

__all__ = [
    "ASSETS",
    "KEY",
    "Action",
    "Bench",
    "FakeWire",
    "Row",
    "Server",
    "after",
    "before",
    "names",
    "png",
    "reply",
    "virtually",
    "wire_table",
]
