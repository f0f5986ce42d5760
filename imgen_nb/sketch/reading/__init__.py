"""Reading: the words of a prompt, and the plan they make. No numpy, no Pillow."""
