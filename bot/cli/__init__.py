"""The `bot` command: one module per sub-command."""
