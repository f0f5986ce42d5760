"""One request: who answers it, what it asks for, the job that carries it."""
