"""Understanding: Rasa components (one a module) and the plain code below them."""
