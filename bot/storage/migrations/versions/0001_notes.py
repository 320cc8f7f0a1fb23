"""Notes of exercises, as the first version kept them without a version number."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, unless the first version has made them."""
    if sa.inspect(op.get_bind()).has_table("exercise_sessions"):
        return
    _table(
        "exercise_sessions",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("week", sa.Integer, nullable=False),
        sa.Column("done", sa.JSON, nullable=False),
        sa.Column("stopped", sa.JSON, nullable=False),
        sa.Column("pain", sa.Integer),
    )
    _table("check_ins", sa.Column("weeks", sa.Integer, nullable=False), sa.Column("day", sa.Date, nullable=False))
    _table(
        "reminders",
        sa.Column("hour", sa.Integer),
        sa.Column("minute", sa.Integer),
        sa.Column("every", sa.Integer, nullable=False),
        sa.Column("wished", sa.DateTime, nullable=False),
    )
    _table(
        "consents",
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("given", sa.DateTime, nullable=False),
    )


def _table(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(128), nullable=False, index=True),
        *columns,
    )
