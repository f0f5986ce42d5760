"""Fakes of each provider's wire, for the wire table: written from the documents, in their spelling."""
