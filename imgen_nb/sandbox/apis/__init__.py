"""One file for each API that is served, written from its document a second time."""
