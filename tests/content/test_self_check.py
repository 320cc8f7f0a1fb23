"""The self-check's files are read and checked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.content.self_check import FILE, is_enabled, load_replies, load_self_check
from bot.content.yaml_file import ContentError
from bot.core.questions import OPEN

Change = Callable[[str, str], Path]


@pytest.fixture
def changed(project: Path, tmp_path: Path) -> Change:
    """A function that copies the content with one text replaced in the self-check's file."""

    def change(old: str, new: str) -> Path:
        data = tmp_path / "data"
        shutil.copytree(project / "data", data)
        text = (data / FILE).read_text(encoding="utf-8")
        assert old in text
        (data / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
        return data

    return change


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("RF01: emergency", "RF99: emergency", "no red flag 'RF99'"),
        ("RF01: emergency", "RF01: soon", "no such level"),
        ("id: achilles", "id: achilles\n        colour: red", "unknown key"),
        ("id: you", "id: now", "stands twice"),
        ("signs: [loc_achilles]", "signs: [loc_elbow]", "without a weight"),
        ("onset_gradual: 1,", "onset_gradual: 7,", "from -3 to 3"),
        ("asked_when: injury_possible", "asked_when: sometimes", "is unknown"),
        ("unsure_raises: {RF01: urgent}", "unsure_raises: {RF99: urgent}", "no red flag 'RF99'"),
        ("name: how it started", "name: how it started\n    unsure_raises: {RF01: urgent}", "only a question with"),
        ('title: "No, the same"', 'title: "No, the same", yes: true', "one option only"),
        ('title: "No, worse"', 'title: "No, worse", yes: true', "one option only"),
        ("[you.antibiotic, place.achilles]", "[you.antibiotic, place.elbow]", "no such answer"),
    ],
)
def test_a_wrong_file_is_refused(changed: Change, content: Library, old: str, new: str, problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        load_self_check(changed(old, new), content.red_flags)


def test_every_option_has_replies_to_learn_from(project: Path, content: Library) -> None:
    check = content.self_check.check
    learned = {(reply.question, option) for reply in load_replies(project / "data", check) for option in reply.options}
    assert {(question.id, option.id) for question in check.questions for option in question.options} <= learned
    assert {(question.id, option) for question in check.questions for option in OPEN} <= learned


@pytest.mark.parametrize(
    ("line", "problem"),
    [("now\tnone", "are required"), ("when\tnone\tno", "no question 'when'"), ("now\tmaybe\tno", "no option maybe")],
)
def test_a_wrong_reply_is_refused(project: Path, tmp_path: Path, content: Library, line: str, problem: str) -> None:
    (tmp_path / "replies").mkdir()
    (tmp_path / "replies" / "self_check.tsv").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ContentError, match=problem):
        load_replies(tmp_path, content.self_check.check)


def test_training_and_evaluation_replies_are_apart(project: Path, content: Library) -> None:
    learned = {reply.text.lower() for reply in load_replies(project / "data", content.self_check.check)}
    file = project / "tests" / "evaluation" / "self_check" / "replies.tsv"
    measured = {line.split("\t")[2].strip().lower() for line in file.read_text(encoding="utf-8").splitlines()}
    common = {text for text in learned & measured if len(text.split()) > 3}
    assert common == set()


@pytest.mark.parametrize(("value", "enabled"), [("true", True), ("false", False), ("0", False), ("", True)])
def test_the_check_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, value: str, enabled: bool) -> None:
    monkeypatch.setenv("BOT_SELF_CHECK", value)
    assert is_enabled() is enabled
