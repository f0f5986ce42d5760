"""The only code that waits: it drives a provider's flow from an intent to saved pictures."""
