"""This assistant beside stock Rasa 3.6.21, on the same training data and in one run: size, speed and memory.

Stock Rasa runs in an environment of its own (Python 3.10, with TensorFlow), with the pipeline and policies that
`rasa init` writes (DIET, ResponseSelector, TED and UnexpecTED at 100 epochs each), and with an action server whose
actions answer from the same content files (`benchmarks/stock`). The two take turns.
Both answer as line programs over a pipe: `bot ask --json`, through the gate, and `benchmarks/stock/shell.py`,
which calls `Agent.handle_message`. Every message is a conversation of its own. Memory is the proportional set size
(PSS) after 20 answers, for stock Rasa of the bot and the action server together. Medians; ratios are ours by stock's.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contestants import STOCK_PYTHON, STOCK_VERSION, Contestant, Ours, Stock, work_folder
from rich.console import Console
from rich.table import Table

from bot.cli.evaluate import provenance
from bot.evaluation.intent_sets import load_split

MESSAGES = 200
BEFORE_MEMORY = 20
FIRST_QUESTION = "Can tight hamstrings cause ankle pain?"
_MEGA = 1_000_000


@dataclass(frozen=True)
class Measure:
    """What is compared; `goal` is the highest ratio allowed, or None for a figure that is only told."""

    id: str
    title: str
    show: Callable[[float], str]
    goal: float | None = None


MEASURES = (
    Measure("installed_bytes", "installed size", lambda value: f"{value / _MEGA:,.0f} MB", 0.35),
    Measure("training_seconds", "training, no cache", lambda value: f"{value:,.0f} s", 0.15),
    Measure("training_cpu_seconds", "training, processor time", lambda value: f"{value:,.0f} s"),
    Measure("first_answer_seconds", "command to first answer", lambda value: f"{value:.1f} s", 0.35),
    Measure("memory_bytes", "memory after 20 answers", lambda value: f"{value / _MEGA:,.0f} MB", 0.5),
    Measure("p50_milliseconds", "p50 per message", lambda value: f"{value:.1f} ms", 0.4),
)


@dataclass
class Figures:
    """All values of one contestant, by measure."""

    values: dict[str, list[float]] = field(default_factory=lambda: {measure.id: [] for measure in MEASURES})
    unanswered: int = 0

    def add(self, measure: str, value: float) -> None:
        """Keep one value."""
        self.values[measure].append(value)

    def median(self, measure: str) -> float:
        """The median of the runs."""
        return statistics.median(self.values[measure])


def messages() -> list[str]:
    """The same 200 development messages in every run, from all labels."""
    return random.Random(7).sample([phrase.text for phrase in load_split("development")], MESSAGES)


def talk(contestant: Contestant, figures: Figures, texts: Sequence[str]) -> None:
    """One dialogue: time to the first answer, memory, time per message."""
    started = time.perf_counter()
    dialogue = contestant.start()
    try:
        dialogue.ask(FIRST_QUESTION)
        figures.add("first_answer_seconds", time.perf_counter() - started)
        for text in texts[: BEFORE_MEMORY - 1]:
            dialogue.ask(text)
        figures.add("memory_bytes", dialogue.memory())
        times = []
        for text in texts:
            asked = time.perf_counter()
            answer = dialogue.ask(text)
            times.append(1000 * (time.perf_counter() - asked))
            figures.unanswered += not contestant.texts(answer)
        figures.add("p50_milliseconds", statistics.median(times))
    finally:
        dialogue.close()


def compare(work: Path, runs: int, training_runs: int, say: Callable[[str], None]) -> dict[str, Figures]:
    """Install, train and talk, the two in turns."""
    contestants: list[Contestant] = [Ours(work), Stock(work)]
    figures = {contestant.name: Figures() for contestant in contestants}
    for contestant in contestants:
        say(f"{contestant.name}: installing")
        contestant.install()
        figures[contestant.name].add("installed_bytes", contestant.installed_size())
    for run in range(max(runs, training_runs)):
        for contestant in contestants:
            if run < training_runs:
                say(f"{contestant.name}: training, run {run + 1}")
                seconds, processor = contestant.train()
                figures[contestant.name].add("training_seconds", seconds)
                figures[contestant.name].add("training_cpu_seconds", processor)
        for contestant in contestants:
            if run < runs:
                say(f"{contestant.name}: answering, run {run + 1}")
                talk(contestant, figures[contestant.name], messages())
    return figures


def report(figures: dict[str, Figures], origin: dict[str, str], load: Sequence[float]) -> dict[str, Any]:
    """The figures as JSON data; `origin` is what the measurement started from."""
    ours, stock = figures["ours"], figures["stock"]
    measures = {}
    for measure in MEASURES:
        ratio = ours.median(measure.id) / stock.median(measure.id)
        measures[measure.id] = {
            "ours": round(ours.median(measure.id), 2),
            "stock": round(stock.median(measure.id), 2),
            "ratio": round(ratio, 4),
            "goal": measure.goal,
            "met": None if measure.goal is None else ratio <= measure.goal,
            "runs": {name: [round(value, 2) for value in each.values[measure.id]] for name, each in figures.items()},
        }
    return {
        **origin,
        "cores": os.cpu_count(),
        "load_before_and_after": [round(value, 1) for value in load],
        "stock": f"rasa {STOCK_VERSION}, Python {STOCK_PYTHON}, the configuration of `rasa init`",
        "messages": MESSAGES,
        "unanswered": {name: each.unanswered for name, each in figures.items()},
        "measures": measures,
    }


def table(found: dict[str, Any]) -> Table:
    """The report for people."""
    title = f"{found['date']}, commit {found['commit']}, {found['machine']}, {found['cores']} cores"
    made = Table("", "ours", "stock", "ratio", "goal", "met", title=title)
    for measure in MEASURES:
        row = found["measures"][measure.id]
        met = "" if row["met"] is None else "yes" if row["met"] else "NO"
        goal = "" if row["goal"] is None else f"≤ {row['goal']}"
        made.add_row(
            measure.title, measure.show(row["ours"]), measure.show(row["stock"]), f"{row['ratio']:.3f}", goal, met
        )
    return made


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="dialogues, and trainings unless --training-runs is given")
    parser.add_argument("--training-runs", type=int, help="trainings; stock Rasa takes 20 minutes and more for one")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--work", type=Path, help="folder for environments and models; a temporary one otherwise")
    given = parser.parse_args()
    console, started, origin, before = Console(), time.monotonic(), provenance(), os.getloadavg()[0]

    def say(text: str) -> None:
        console.print(f"{time.monotonic() - started:6.0f} s  {text}", highlight=False)

    training_runs = given.training_runs or given.runs
    figures = compare(work_folder(given.work), given.runs, training_runs, say)
    found = report(figures, origin, (before, os.getloadavg()[0]))
    console.print(table(found))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
