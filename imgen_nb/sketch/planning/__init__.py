"""Planning: what is painted, as data, and where each thing goes, as numbers."""
