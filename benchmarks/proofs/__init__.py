"""What tries to break the promise about money and pictures; each returns its lines, and what went wrong."""
