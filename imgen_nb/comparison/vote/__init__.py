"""A blind vote: what is shown together, what people said of it, and how strong each contestant is by their votes."""
