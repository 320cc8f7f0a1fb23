"""Running it: the server, health, metrics, reports, notices, reminders."""
