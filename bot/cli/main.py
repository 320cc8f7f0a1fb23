"""The `bot` command and its sub-commands."""

from __future__ import annotations

import io
import sys

import typer

from bot.cli import ask, chat, content, doctor, embed, evaluate, privacy, report, serve, telegram, train
from bot.cli.errors import shown_plainly

app = typer.Typer(
    name="bot",
    help="Answers questions about tight hamstrings and ankle pain. General information, not a diagnosis.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("chat")(chat.chat)
app.command("ask")(ask.ask)
app.command("train")(train.train)
app.command("serve")(serve.serve)
app.command("embed")(embed.embed)
app.command("doctor")(doctor.doctor)
app.command("report")(report.report)
app.add_typer(telegram.app, name="telegram")
app.add_typer(privacy.app, name="privacy")
app.add_typer(content.app, name="content")
app.add_typer(evaluate.app, name="evaluate")


def run() -> None:
    """Run the command line; every foreseeable mistake is one sentence on standard error and exit code 1."""
    for stream in (sys.stdout, sys.stderr):  # a terminal without UTF-8 gets question marks, not a traceback
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    with shown_plainly():
        app()


if __name__ == "__main__":
    run()
