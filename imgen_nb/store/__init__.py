"""What is remembered: who works on a request, what is known, what is owed; a database, a folder of pictures."""
