"""What a copy of a picture says about itself, so that it can be asked for again: written into files, and read back."""
