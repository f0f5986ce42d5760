"""The command line, the doctor and the magic."""
