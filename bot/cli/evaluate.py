"""`bot evaluate`: measure how well the assistant does."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import json
import platform
import subprocess
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.core.red_flags import Level

app = typer.Typer(help="Measure how well the assistant does.", no_args_is_help=True)


class EvaluationError(Exception):
    """A figure is below its floor, or the evaluation cannot run."""


@app.callback()
def _group() -> None:
    pass


@app.command()
def intents(
    split: Annotated[str, typer.Option(help="development or test; tune on development only.")] = "test",
    floors: Annotated[Path | None, typer.Option(help="JSON file of floors; fail when a figure is below.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Write the confusion matrix to this PNG file.")] = None,
    results: Annotated[Path | None, typer.Option(help="Write the figures to this JSON file.")] = None,
    show_mistakes: Annotated[
        bool, typer.Option("--mistakes", help="List the phrases that were misread (development only).")
    ] = False,
) -> None:
    """How often a message is understood, refused or asked back about; also with a typo in every word of the field."""
    from bot.content.library import data_folder
    from bot.content.spelling import load_spelling
    from bot.evaluation import intents as measure
    from bot.evaluation.intent_sets import SPLITS, load_split
    from bot.evaluation.reader import read_phrases
    from bot.runtime.assistant import load_assistant
    from bot.runtime.settings import load_settings

    if split not in SPLITS:
        raise typer.BadParameter(f"must be one of {', '.join(SPLITS)}")
    assistant = load_assistant(load_settings())
    phrases = load_split(split)
    words = load_spelling(data_folder() / "spelling.yml").words
    readings = asyncio.run(read_phrases(assistant, phrases))
    mistyped = asyncio.run(read_phrases(assistant, measure.with_typos(phrases, words)))
    plain, typos = measure.figures(readings), measure.figures(mistyped)
    report = {
        **measure.as_dict(plain),
        "top_1_with_typos": typos.top_1,
        "top_1_lost_by_typos": round(plain.top_1 - typos.top_1, 1),
    }
    _table(f"Intents, {split} split", report)
    if show_mistakes and split == "development":  # nobody should see where the test split fails
        for expected, read, count in measure.mistakes(readings)[:10]:
            print(f"  {expected} read as {read}: {count}")
        for item in readings:
            if item.decided != item.expected:
                print(f"  {item.expected} | {item.decided} | {item.text}")
    if picture:
        from bot.evaluation.pictures import confusion_matrix

        confusion_matrix(readings, picture)
    if results:
        results.parent.mkdir(parents=True, exist_ok=True)
        results.write_text(json.dumps({**provenance(), "split": split, **report}, indent=1) + "\n", encoding="utf-8")
    if floors:
        hold_floors(report, floors, "intents")


@app.command("red-flags")
def red_flags(
    split: Annotated[str, typer.Option(help="development or test; tune on development only.")] = "test",
    floors: Annotated[Path | None, typer.Option(help="JSON file of floors; fail when a figure is below.")] = None,
    results: Annotated[Path | None, typer.Option(help="Write the figures to this JSON file.")] = None,
    show_mistakes: Annotated[
        bool, typer.Option("--mistakes", help="List what was misjudged (development only).")
    ] = False,
    with_rewrites: Annotated[
        bool, typer.Option("--rewrites/--no-rewrites", help="Also judge five rewrites of each.")
    ] = True,
) -> None:
    """How well dangers are recognised, what is let pass, and how often harmless messages raise an alarm."""
    from bot.evaluation import intent_sets
    from bot.evaluation import red_flags as measure
    from bot.evaluation.cost import screen_cost
    from bot.evaluation.reader import screen_messages
    from bot.evaluation.red_flag_sets import SPLITS, Message, load_split
    from bot.runtime.assistant import load_assistant
    from bot.runtime.settings import load_settings

    if split not in SPLITS:
        raise typer.BadParameter(f"must be one of {', '.join(SPLITS)}")
    assistant = load_assistant(load_settings())
    messages = load_split(split)
    phrases = intent_sets.load_split(split) if split in intent_sets.SPLITS else []
    everyday = [Message(phrase.text, "-", None) for phrase in phrases if phrase.label != "out_of_scope"]
    verdicts = asyncio.run(screen_messages(assistant, messages))
    ordinary = asyncio.run(screen_messages(assistant, everyday))
    report = dataclasses.asdict(measure.figures(verdicts, ordinary))
    report["hard_false_alarms"] = measure.figures(verdicts).false_alarms
    report.update(screen_cost(assistant, [message.text for message in messages]))
    if with_rewrites:
        dangers = [item for item in verdicts if item.message.level]
        groups = measure.rewrites([item.message for item in dangers])
        again = asyncio.run(screen_messages(assistant, [message for group in groups for message in group]))
        kept = [new.level is old.level for old, new in zip((d for d in dangers for _ in range(5)), again, strict=True)]
        report["rewrites"] = len(again)
        report["rewrites_keep_level"] = round(100 * sum(kept) / len(kept), 1)
        report["rewritten_emergencies_silent"] = sum(
            item.message.level is Level.EMERGENCY and item.rank < 2 and item.asked is None for item in again
        )
    _table(f"Red flags, {split} split", report)
    if show_mistakes and split == "development":
        for item in (*verdicts, *ordinary):
            missed = item.message.level and item.rank < item.message.level.rank
            if missed or (item.message.level is None and item.rank >= 2):
                judged = f"{item.message.flag} {item.message.level} | {item.level} asked {item.asked}"
                print(f"  {judged} | {item.message.text}")
    if results:
        results.parent.mkdir(parents=True, exist_ok=True)
        results.write_text(json.dumps({**provenance(), "split": split, **report}, indent=1) + "\n", encoding="utf-8")
    if floors:
        hold_floors(report, floors, "red_flags")


@app.command("self-check")
def self_check(
    floors: Annotated[Path | None, typer.Option(help="JSON file of floors; fail when a figure is below.")] = None,
    results: Annotated[Path | None, typer.Option(help="Write the figures to this JSON file.")] = None,
    show_mistakes: Annotated[bool, typer.Option("--mistakes", help="List vignettes with another result.")] = False,
) -> None:
    """What the self-check makes of vignettes, and how well it understands typed replies."""
    from bot.content.library import library
    from bot.content.self_check import read_replies
    from bot.evaluation import self_check as measure
    from bot.runtime.assistant import load_assistant
    from bot.runtime.settings import load_settings

    check = library().self_check.check
    assistant = load_assistant(load_settings())
    vignettes = measure.load_vignettes()
    replies = read_replies(measure.FOLDER / "replies.tsv", check)
    with asyncio.Runner() as runner:
        understood = measure.reply_figures(check, replies, lambda text: runner.run(assistant.read(text)))
    report = {**measure.vignette_figures(check, vignettes), **understood}
    _table("Self-check", report)
    for vignette in vignettes if show_mistakes else ():
        if (got := measure.outcome_of(check, vignette)) != vignette.expect:
            print(f"  {vignette.id}: {got}, expected {vignette.expect}")
    if results:
        results.parent.mkdir(parents=True, exist_ok=True)
        results.write_text(json.dumps({**provenance(), **report}, indent=1) + "\n", encoding="utf-8")
    if floors:
        hold_floors(report, floors, "self_check")


@app.command()
def scripts(
    results: Annotated[Path | None, typer.Option(help="Write the figures to this JSON file.")] = None,
) -> None:
    """What the end-to-end scripts in tests/conversations reach of all there is, and what they leave out."""
    from bot.content.library import library
    from bot.core.replies import Turn
    from bot.evaluation.scripts import Reach, ScriptError, load_scripts
    from bot.gate.gate import Gate
    from bot.runtime.assistant import load_assistant
    from bot.runtime.settings import load_settings
    from bot.storage.current import notebook

    assistant, reach = load_assistant(load_settings()), Reach(library())
    gate, failed = Gate(assistant, timeout=30), []

    async def remembered(conversation: str) -> dict[str, Any]:
        tracker = await assistant.agent.tracker_store.retrieve(conversation)
        return tracker.current_slot_values() if tracker else {}

    with asyncio.Runner() as runner:

        def ask(text: str) -> Turn:
            return runner.run(gate.receive(conversation, text))

        for number, script in enumerate(played := load_scripts(), 1):
            conversation = f"script-{number}"
            script.note_sessions(notebook(), conversation)
            try:
                reach.add(script, conversation, ask, lambda name: runner.run(remembered(name)))
            except ScriptError as error:
                failed.append(f"{script.id}, {error}")
    table = Table("kind", "reached", "of all", "missing", title=f"What {len(played)} scripts reach")
    report = {}
    for kind, everything in reach.all.items():
        missing = reach.missing(kind)
        report[kind] = {"reached": len(everything) - len(missing), "of": len(everything), "missing": missing}
        table.add_row(kind, str(report[kind]["reached"]), str(len(everything)), ", ".join(missing) or "–")
    Console().print(table)
    if results:
        results.parent.mkdir(parents=True, exist_ok=True)
        figures = {**provenance(), "scripts": len(played), "failed": len(failed), **report}
        results.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if failed:
        raise EvaluationError("\n".join([f"{len(failed)} scripts did not go as they state:", *failed]))


def hold_floors(report: dict[str, Any], file: Path, section: str) -> None:
    """Raise EvaluationError when a figure of `report` is under its floor, or over its ceiling, in `file`."""
    limits = json.loads(file.read_text(encoding="utf-8"))[section]
    missed = [
        f"{name} is {report[name]}, floor {least}" for name, least in limits["at_least"].items() if report[name] < least
    ]
    missed += [
        f"{name} is {report[name]}, ceiling {most}" for name, most in limits["at_most"].items() if report[name] > most
    ]
    if missed:
        raise EvaluationError("; ".join(missed))
    print(f"All {len(limits['at_least']) + len(limits['at_most'])} limits hold.")


def provenance() -> dict[str, str]:
    """Date, commit and machine of a measurement."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return {
        "date": datetime.date.today().isoformat(),
        "commit": commit or "unknown",
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {platform.system()}",
    }


def _table(title: str, report: dict[str, Any]) -> None:
    table = Table("figure", "value", title=title)
    for name, value in report.items():
        table.add_row(name.replace("_", " "), str(value))
    Console().print(table)
