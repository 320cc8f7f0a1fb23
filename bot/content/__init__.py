"""Content files into core objects, validated with errors that name file, line and key."""
