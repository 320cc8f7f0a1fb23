"""`bot report`: what the assistant was asked, as a page for the site owner."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days to report, today included.")] = 30,
    out: Annotated[Path, typer.Option(help="File to write; an earlier report there is replaced.")] = Path(
        "report.html"
    ),
) -> None:
    """Write what people asked, where they left, and what was not answered to one HTML file."""
    from sqlalchemy.engine import make_url

    from bot.content.library import library
    from bot.nlu.encoder import shared_encoder
    from bot.operations.report import report as make
    from bot.operations.report import write
    from bot.runtime.settings import load_settings
    from bot.storage.database import MEMORY, open_database
    from bot.storage.trackers import utc_now

    url = str(load_settings().database)
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        print(f"There is no data base at {address.database} yet; it is made with the first message.")
        url = MEMORY  # a report makes no data base
    database = open_database(url)
    try:
        text, figures = make(database, library(), shared_encoder(), days, utc_now())
    finally:
        database.close()
    try:
        write(text, out)
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}", param_hint="--out") from error
    counts = f"{len(figures.all.known):,} conversations, {figures.all.times:,} messages"
    print(f"Wrote {out}: {counts}, {figures.period.start:%Y-%m-%d} to {figures.period.end:%Y-%m-%d} (UTC).")
