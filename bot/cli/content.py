"""`bot content`: checks of what the assistant says."""

from __future__ import annotations

import csv
import shutil
import statistics
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from bot.core.decision_table import Ending

app = typer.Typer(help="Check what the assistant says.", no_args_is_help=True)
PICTURES = ("svg", "png", "pdf")
HARDEST, MEDIAN = 8.0, 6.0  # Flesch-Kincaid grades (clinical reference, section 5a)


@app.callback()
def _group() -> None:
    pass


@app.command()
def check(quiet: Annotated[bool, typer.Option(help="Print problems only.")] = False) -> None:
    """Check all content files, and report the reading grade of each topic and flow."""
    from bot.content.checks import problems, reading_grades
    from bot.content.library import data_folder, load_library

    library = load_library(data_folder())
    found = problems(data_folder(), library)
    grades = reading_grades(library)
    median = statistics.median(grades.values())
    found += [
        f"{name}: reading grade {grade:.1f}; at most {HARDEST}" for name, grade in grades.items() if grade > HARDEST
    ]
    if median > MEDIAN:
        found.append(f"median reading grade {median:.1f}; at most {MEDIAN}")
    if not quiet:
        table = Table("topic or flow", "reading grade", title="Flesch-Kincaid reading grade")
        for name, grade in grades.items():
            table.add_row(name, f"{grade:.1f}")
        table.add_row("median", f"{median:.1f}")
        Console().print(table)
    for problem in found:
        print(problem)
    if found:
        raise typer.Exit(1)
    print(f"{len(library.topics)} topics and {len(library.flows)} flow replies are fine.")


@app.command()
def graph(
    dot: Annotated[bool, typer.Option("--dot", help="Print the graph in Graphviz's language instead of text.")] = False,
    picture: Annotated[Path | None, typer.Option(help="Draw it into this file (.svg, .png or .pdf).")] = None,
) -> None:
    """Show the self-check: its questions, what each answer adds, and where it can end."""
    from bot.content.graph import as_dot, as_text
    from bot.content.library import library

    check = library().self_check.check
    if picture is None:
        print(as_dot(check) if dot else as_text(check))
        return
    kind = picture.suffix.lstrip(".").lower()
    if kind not in PICTURES:
        raise typer.BadParameter(f"the file must end in .{', .'.join(PICTURES)}")
    program = shutil.which("dot")
    if program is None:
        raise typer.BadParameter("drawing needs Graphviz (its program `dot`), which is not installed; try --dot")
    subprocess.run([program, f"-T{kind}", "-o", str(picture)], input=as_dot(check), text=True, check=True)
    print(f"Drawn into {picture}.")


@app.command()
def table(
    csv_file: Annotated[
        Path | None, typer.Option("--csv", help="Write the kinds of ways into this file, each with an example.")
    ] = None,
) -> None:
    """Count every way through the self-check: how many end in which result, and by which rule. Takes up to a minute."""
    from bot.content.library import library
    from bot.core.decision_table import endings

    with Console(stderr=True).status("Going every way through the self-check …"):
        found = endings(library().self_check.check)
    ways: Counter[tuple[str, str, str]] = Counter()
    for ending in found:
        ways[ending.outcome, ending.pattern or "-", ending.rule] += ending.ways
    total = sum(ways.values())
    shown = Table(title="Every way through the self-check")
    shown.add_column("ends in", no_wrap=True)
    shown.add_column("pattern", no_wrap=True)
    shown.add_column("rule")
    shown.add_column("ways", justify="right", no_wrap=True)
    shown.add_column("share", justify="right", no_wrap=True)
    for end, count in ways.most_common():
        shown.add_row(*end, f"{count:,}", f"{100 * count / total:.3f} %")
    shown.add_row("all", "", "", f"{total:,}", "100 %")
    Console().print(shown)
    if csv_file is not None:
        _write_endings(found, csv_file)
        print(f"{len(found)} kinds of ways written to {csv_file}.")


def _write_endings(found: Sequence[Ending], file: Path) -> None:
    columns = ("ends_in", "pattern", "runner_up", "rule", "level", "asked", "ways", "example")
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(columns)
        for ending in found:
            example = " ".join(f"{name}={'+'.join(answer)}" for name, answer in ending.example.items())
            who = (ending.outcome, ending.pattern, ending.runner_up, ending.rule, ending.level)
            writer.writerow([*who, " ".join(ending.asked), ending.ways, example])
