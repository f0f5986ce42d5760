"""Words and pictures as text and static HTML."""
