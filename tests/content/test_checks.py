from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.content.checks import LEAST_EXAMPLES, LEAST_OUTSIDE, examples, problems, reading_grades
from bot.content.library import Library, load_library
from bot.content.yaml_file import ContentError
from tests.content.conftest import Copy

GAIT = "topics/gait.yml"


def _problems(data: Path) -> list[str]:
    return problems(data, load_library(data))


def _phrases(count: int, word: str = "phrase") -> str:
    return "".join(f"      - {word} {number}\n" for number in range(count))


def test_the_real_content_has_no_problems(project: Path, content: Library) -> None:
    assert problems(project / "data", content) == []


def test_every_topic_and_flow_has_a_reading_grade(content: Library) -> None:
    grades = reading_grades(content)
    assert set(grades) == {*content.topics, *(reply.flow for reply in content.flows.values()), "exercises"}
    assert max(grades.values()) <= 8


def test_examples_are_the_phrases_as_they_stand(project: Path) -> None:
    found = examples(project / "data")
    assert len(found["gait"]) >= LEAST_EXAMPLES["topics"]
    assert len(found["out_of_scope"]) >= LEAST_OUTSIDE
    assert not any(text.startswith("-") or text != text.strip() for texts in found.values() for text in texts)


def test_a_topic_without_phrases_is_a_problem(copied: Copy) -> None:
    found = _problems(copied.data)
    assert any("'gait'" in problem for problem in found)
    assert any("out_of_scope" in problem for problem in found)


@pytest.mark.parametrize(("count", "wrong"), [(LEAST_EXAMPLES["topics"] - 1, True), (LEAST_EXAMPLES["topics"], False)])
def test_too_few_phrases_are_a_problem(copied: Copy, count: int, wrong: bool) -> None:
    with copied.file(GAIT).open("a", encoding="utf-8") as file:
        file.write(f"nlu:\n  - intent: gait\n    examples: |\n{_phrases(count)}")
    assert any("'gait'" in problem for problem in _problems(copied.data)) is wrong


def test_a_phrase_under_two_intents_is_a_problem(full_copy: Copy) -> None:
    phrase = examples(full_copy.data)["overview"][0]
    full_copy.replace(GAIT, r"^    examples: \|\n", f"    examples: |\n      - {phrase.upper()}\n")
    (found,) = _problems(full_copy.data)
    assert {"'overview'", "'gait'"} <= set(found.replace(":", " ").split())


def test_an_intent_without_an_answer_is_a_problem(copied: Copy) -> None:
    with copied.file("flows/human.yml").open("a", encoding="utf-8") as file:
        file.write(f"nlu:\n  - intent: nobody_answers\n    examples: |\n{_phrases(60)}")
    assert any("'nobody_answers'" in problem for problem in _problems(copied.data))


@pytest.mark.parametrize(
    "sentence",
    [
        "You have a sprain.",
        "You have tight hamstrings.",
        "This is how we diagnose it.",
        "This will cure it.",
        "It is clinically proven.",
        "It is nothing serious.",
        "This rules out a tear.",
        "It is safe for everyone.",
        "You do not need a doctor.",
        "You don't need a doctor.",
        "We guarantee it.",
        "It is not broken.",
        "Do a Russian deadlift.",
    ],
)
@pytest.mark.parametrize("speaker", ["gait", "human"])
def test_what_we_never_say_is_a_problem(content: Library, tmp_path: Path, speaker: str, sentence: str) -> None:
    topics, flows = dict(content.topics), dict(content.flows)
    if speaker in topics:
        topics[speaker] = dataclasses.replace(topics[speaker], why=sentence)
    else:
        flows[speaker] = dataclasses.replace(flows[speaker], says=(sentence,))
    before = problems(tmp_path, content)
    spoilt = dataclasses.replace(content, topics=topics, flows=flows)
    (found,) = (problem for problem in problems(tmp_path, spoilt) if problem not in before)
    assert speaker in found


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param("  - intent: gait\n", id="no examples"),
        pytest.param("  - examples: |\n      - a\n", id="no intent"),
        pytest.param("  - gait\n", id="a text"),
    ],
)
def test_a_wrong_entry_of_phrases_is_refused_by_file(copied: Copy, entry: str) -> None:
    with copied.file(GAIT).open("a", encoding="utf-8") as file:
        file.write(f"nlu:\n{entry}")
    with pytest.raises(ContentError, match="gait"):
        examples(copied.data)
