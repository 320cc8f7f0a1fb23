"""The exercise file: checked like all content, and pictures that everybody can use."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from bot.content.exercises import FILE, PICTURES, load_exercises
from bot.content.library import library
from bot.content.yaml_file import ContentError
from bot.core.questions import OPEN

BOOK = library().exercises.book
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def copied(tmp_path: Path, project: Path) -> Path:
    shutil.copy(project / "data" / FILE, tmp_path / FILE)
    shutil.copytree(project / "data" / PICTURES, tmp_path / PICTURES)
    return tmp_path


def complaint(data: Path, before: str, after: str) -> str:
    file = data / FILE
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_exercises(data, library().self_check.check, library().red_flags)
    return str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("kind: stretch", "kind: dance", "kind"),
        ("leave_out_if: [floor, thigh]", "leave_out_if: [floor, moon]", "leave_out_if"),
        ("{from: 1, sets: 2, seconds: 20}", "{from: 1, sets: 2}", "sets"),
        ("{from: 1, sets: 2, seconds: 20}", "{from: 1, sets: 2, seconds: 20, repeats: 3}", "sets"),
        ("{from: 1, sets: 2, seconds: 20}", "{from: 2, sets: 2, seconds: 20}", "weeks"),
        ("{from: 1, sets: 2, seconds: 20}", "{from: 1, sets: 2, seconds: 200}", "seconds"),
        ("picture: strap_stretch.svg", "picture: nowhere.svg", "picture"),
        ("for_pattern: heel", "for_pattern: elbow", "for_pattern"),
        ("minutes: 2", "minutes: soon", "minutes"),
        ("  - id: chair_fold", "  - id: strap_stretch", "id"),
        ("  - id: body", "  - id: soul", "questions"),
        ("easier: Bend", "simpler: Bend", "simpler"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_key(copied: Path, before: str, after: str, named: str) -> None:
    said = complaint(copied, before, after)
    assert f"{copied / FILE}, line " in said
    assert named in said


@pytest.mark.parametrize("name", BOOK.exercises)
def test_every_picture_tells_what_it_shows_and_loads_nothing(project: Path, name: str) -> None:
    file = project / "data" / PICTURES / BOOK.exercises[name].picture
    root = ElementTree.parse(file).getroot()
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert len((description.text or "").split()) >= 8
    assert root.get("role") == "img"
    assert set((root.get("aria-labelledby") or "").split()) == {title.get("id"), description.get("id")}
    assert root.get("viewBox") == "0 0 320 240"
    text = file.read_text(encoding="utf-8")
    assert not any(part in text for part in ("<script", "href", "<style", "style=", "url(", "onload"))
    assert file.stat().st_size < 9_000


def test_no_picture_is_left_over(project: Path) -> None:
    files = {file.name for file in (project / "data" / PICTURES).iterdir()}
    assert files == {exercise.picture for exercise in BOOK.exercises.values()}


def test_every_limit_leaves_something_out() -> None:
    assert set(BOOK.limits) == {limit for exercise in BOOK.exercises.values() for limit in exercise.leave_out_if}


def test_every_barring_answer_says_what_to_do_instead() -> None:
    for option in library().exercises.questions.by_id["body"].options:
        assert option.nothing or f"barred_{option.id}" in library().flows
    assert OPEN
