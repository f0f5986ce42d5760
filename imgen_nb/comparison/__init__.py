"""Many requests, side by side."""
