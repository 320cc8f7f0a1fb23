"""What a message says about a body: a spaCy pipeline from words to findings."""
