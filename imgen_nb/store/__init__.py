"""What is remembered: the ledger of intents, the history, the pictures' folder."""
