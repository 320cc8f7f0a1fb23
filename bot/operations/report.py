"""Reports for the site owner: from the data base to one HTML file."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.content.library import Library
from bot.operations.report_figures import Figures, Period, read_figures
from bot.operations.report_groups import Encoder, group
from bot.operations.report_names import Names
from bot.operations.report_page import page
from bot.storage.database import Database


def report(
    database: Database, library: Library, encoder: Encoder | None, days: int, now: datetime
) -> tuple[str, Figures]:
    """The page for the last `days` calendar days up to `now` (UTC, without a zone), and the figures on it.

    Without an `encoder`, unanswered messages are grouped by their words.
    """
    period = Period.of_days(days, now)
    figures = database.now(lambda connection: read_figures(connection, period))
    field = [topic.question for topic in library.topics.values()]
    groups = group(figures.unanswered, encoder, field)
    return page(figures, groups, Names(library), by_meaning=encoder is not None), figures


def write(text: str, file: Path) -> None:
    """Put `text` into `file`, in place of what was there, for the owner's eyes only. Raises OSError.

    It is written beside `file` first, so that a full disk leaves an earlier report as it was.
    """
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=file.parent, delete=False
    ) as beside:  # readable by its owner only
        try:
            beside.write(text)
            beside.close()
            os.replace(beside.name, file)
        except OSError:
            Path(beside.name).unlink(missing_ok=True)
            raise
