"""`bot content table`: what it prints and writes. That its counts are right is tested in tests/core."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot.content.library
from bot.cli.main import app
from bot.content.library import library
from bot.core.decision_table import endings
from bot.core.questions import Question
from bot.core.self_check import SelfCheck


def _short(question: Question) -> Question:
    """`question` with its first two options and "none"."""
    first = question.options[:2]
    return replace(question, options=(*first, *(option for option in question.options[2:] if option.nothing)))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> SelfCheck:
    """The self-check with few options, in place of the real one, which takes a while."""
    content = library()
    check = replace(content.self_check.check, questions=tuple(map(_short, content.self_check.check.questions)))
    shortened = replace(content, self_check=replace(content.self_check, check=check))
    monkeypatch.setattr(bot.content.library, "library", lambda: shortened)
    return check


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["content", "table", *arguments], env={"COLUMNS": "120"})
    assert result.exit_code == 0, result.output
    return result.output


def test_it_shows_each_end_with_its_pattern_its_rule_and_the_number_of_ways(small: SelfCheck) -> None:
    found = endings(small)
    shown = _run()
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown.splitlines()]
    rows = {tuple(cells[:3]): cells[3] for cells in lines if len(cells) == 5}
    for ending in found:
        ways = sum(
            other.ways
            for other in found
            if (other.outcome, other.pattern, other.rule) == (ending.outcome, ending.pattern, ending.rule)
        )
        assert rows[ending.outcome, ending.pattern or "-", ending.rule] == f"{ways:,}"
    assert rows["all", "", ""] == f"{sum(ending.ways for ending in found):,}"


def test_it_writes_one_line_for_each_kind_of_way(small: SelfCheck, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    assert str(file) in "".join(_run("--csv", str(file)).split("\n"))
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    found = endings(small)
    assert [int(row["ways"]) for row in rows] == [ending.ways for ending in found]
    assert {row["ends_in"] for row in rows} == {str(ending.outcome) for ending in found}
    for row in rows:
        answers = dict(answer.split("=") for answer in row["example"].split())
        assert list(answers) == row["asked"].split()
        if not row["ends_in"].startswith(("escalate", "stopped")):
            result = small.conclude({name: tuple(options.split("+")) for name, options in answers.items()})
            found_now = (result.kind, result.pattern or "", result.runner_up, result.rule)
            assert found_now == (row["ends_in"], row["pattern"], row["runner_up"], row["rule"])


def test_safety_questions_have_to_come_first(small: SelfCheck) -> None:
    turned = replace(small, questions=tuple(reversed(small.questions)))
    with pytest.raises(ValueError, match="safety questions"):
        endings(turned)
