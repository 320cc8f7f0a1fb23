"""What every message passes on its way to Rasa and back, whichever channel it came from."""
