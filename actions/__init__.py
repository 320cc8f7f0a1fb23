"""Custom actions: thin adapters between Rasa's tracker and what the assistant says."""
