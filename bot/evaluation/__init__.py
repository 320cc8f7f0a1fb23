"""Measurements of accuracy, safety and speed, each from a command that anyone can run."""
