"""The pure domain: standard library only."""
