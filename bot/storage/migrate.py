"""Brings a data base to the newest tables, forward from every released version."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

FOLDER = Path(__file__).parent / "migrations"


class NewerDatabaseError(Exception):
    """The data base was written by a newer version of the assistant than this one."""


def upgrade(engine: Engine) -> None:
    """Apply the steps that are missing. Raises NewerDatabaseError, changing nothing, when it is ahead of the code."""
    with engine.begin() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        known = [step.revision for step in ScriptDirectory(str(FOLDER)).walk_revisions()]
        if present == known[0]:
            return
        if present is not None and present not in known:
            raise NewerDatabaseError(
                f"the data base has version {present}, this program knows up to {known[0]}; update it"
            )
        config = Config()
        config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
