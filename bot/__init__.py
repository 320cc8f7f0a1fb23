"""The Hamstring–Ankle Assistant."""
