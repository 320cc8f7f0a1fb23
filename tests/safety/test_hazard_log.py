"""Every control that docs/hazard-log.md names must be proven by tests that exist and, in this session, passed."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from bot.content.library import PROJECT

LOG = PROJECT / "docs" / "hazard-log.md"
COLUMNS = 7  # id, hazard, cause, effect, control, tests, residual risk
_ROW = re.compile(r"^\| (H\d\d) \|", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py::\w+)`")


def _rows() -> dict[str, list[str]]:
    """The cells of each hazard by its id."""
    lines = [line for line in LOG.read_text(encoding="utf-8").splitlines() if _ROW.match(line)]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    return {row[0]: row for row in rows}


def _named_tests() -> list[tuple[str, str]]:
    """Each hazard with each test that is named for it."""
    return [(hazard, test) for hazard, row in _rows().items() for test in _TEST.findall(row[5])]


@cache
def _tests_in(file: Path) -> frozenset[str]:
    """Names of the test functions that stand in `file`, none when there is no such file."""
    if not file.is_file():
        return frozenset()
    functions = ast.parse(file.read_text(encoding="utf-8")).body
    return frozenset(
        node.name
        for node in functions
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )


def _exists(test: str) -> bool:
    file, _, name = test.partition("::")
    return name in _tests_in(PROJECT / file)


def test_the_log_holds_enough_hazards_with_every_cell_filled() -> None:
    rows = _rows()
    assert len(rows) == len(_ROW.findall(LOG.read_text(encoding="utf-8"))) >= 15
    assert [hazard for hazard, row in rows.items() if len(row) != COLUMNS or not all(row)] == []


def test_every_hazard_names_a_test() -> None:
    assert sorted(set(_rows()) - {hazard for hazard, _ in _named_tests()}) == []


def test_whatever_looks_like_a_test_in_the_log_is_read_as_one() -> None:
    assert LOG.read_text(encoding="utf-8").count("::") == len(_named_tests())


@pytest.mark.parametrize(("hazard", "test"), _named_tests())
def test_a_test_that_the_log_names_exists(hazard: str, test: str) -> None:
    assert _exists(test), f"{hazard} names {test}, which does not exist"


@pytest.mark.parametrize(
    "test", ["tests/safety/test_hazard_log.py::test_nothing", "tests/safety/test_nothing.py::test_x", "x"]
)
def test_a_test_that_does_not_exist_is_noticed(test: str) -> None:
    assert not _exists(test)


def test_the_log_admits_that_nobody_has_approved_it() -> None:
    assert re.search(r"no clinical safety officer", LOG.read_text(encoding="utf-8"), re.IGNORECASE)


@pytest.mark.parametrize(("hazard", "test"), _named_tests())
def test_what_controls_a_hazard_was_not_seen_to_fail(outcomes: dict[str, bool], hazard: str, test: str) -> None:
    """Runs at the very end; a test that was not part of this session is no failure."""
    assert outcomes.get(test, True), f"{hazard} is not controlled: {test} failed or was skipped"
