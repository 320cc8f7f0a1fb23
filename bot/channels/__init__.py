"""How people reach the assistant: each channel translates, and nothing else."""
