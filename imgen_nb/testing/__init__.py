"""The conformance kit: what every provider must survive, and the scripted server it is tried against."""

from imgen_nb.testing.bench import Bench
from imgen_nb.testing.clock import virtually
from imgen_nb.testing.rows import Row
from imgen_nb.testing.scripted import ASSETS, KEY, Action, FakeWire, Server, after, before, png, reply
from imgen_nb.testing.table import names, wire_table

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
