"""Rasa without TensorFlow, and the only place where the parts of the assistant are put together."""
