from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.flows import load_flows
from bot.content.library import Library, data_folder, load_library
from bot.content.yaml_file import ContentError
from bot.core.replies import SMALLTALK, Button
from tests.content.conftest import Copy

SMALL = "flows/smalltalk.yml"
FIRST = r"^    greet:$"


def _complaint(data: Path) -> str:
    with pytest.raises(ContentError) as caught:
        load_flows(data)
    return str(caught.value)


def test_every_flow_of_the_vocabulary_has_replies(content: Library) -> None:
    flows = {reply.flow for reply in content.flows.values()}
    assert {"self_check", "stretch_plan", "human", "smalltalk", "out_of_scope", "privacy"} <= flows


def test_the_copy_without_phrases_says_the_same(copied: Copy, content: Library) -> None:
    assert load_library(copied.data) == content


@pytest.mark.parametrize(
    ("pattern", "replacement", "key", "line"),
    [
        pytest.param(FIRST, "    greet:\n      colour: red", "flow.replies.greet.colour", "colour", id="unknown key"),
        pytest.param(r"^flow:", "colour: red\nflow:", "file.colour", "colour", id="unknown key of the file"),
        pytest.param(
            r"^  replies:", "  colour: red\n  replies:", "flow.colour", "colour", id="unknown key of the flow"
        ),
        pytest.param(r"^  id: .*", "  id: small", "flow.id", "  id:", id="id is not the file's name"),
        pytest.param(FIRST, "    human:", "flow.replies.human", "    human:", id="reply of another flow"),
        pytest.param(
            FIRST, "    empty: {says: []}\n    greet:", "flow.replies.empty.says", "    empty:", id="says nothing"
        ),
        pytest.param(
            FIRST, "    mute: {title: x}\n    greet:", "flow.replies.mute.says", "    mute:", id="says is missing"
        ),
        pytest.param(
            FIRST, "    text: {says: a text}\n    greet:", "flow.replies.text.says", "    text:", id="says is no list"
        ),
        pytest.param(
            r"^      next: .*",
            "      next: [overview, gait, consistency, strengthening]",
            "flow.replies.greet.next",
            "      next:",
            id="too many next",
        ),
    ],
)
def test_a_wrong_flow_is_refused_with_file_line_and_key(
    copied: Copy, pattern: str, replacement: str, key: str, line: str
) -> None:
    copied.replace(SMALL, pattern, replacement)
    complaint = _complaint(copied.data)
    assert str(copied.file(SMALL)) in complaint
    assert f"'{key}'" in complaint
    assert f"line {copied.line(SMALL, line)}," in complaint


@pytest.mark.parametrize("intent", ["nothing", "thanks"])
def test_a_next_that_cannot_be_a_button_is_refused_with_file_line_and_key(copied: Copy, intent: str) -> None:
    copied.replace(SMALL, r"^      next: .*", f"      next: [{intent}]")
    with pytest.raises(ContentError) as caught:
        load_library(copied.data)
    assert f"{copied.file(SMALL)}, line {copied.line(SMALL, '      next:')}, key" in str(caught.value)
    assert "greet.next'" in str(caught.value)


def test_a_wrong_source_of_a_flow_is_refused(copied: Copy) -> None:
    name = "flows/stretch_plan.yml"
    copied.replace(name, r"^    - article: .*", "    - article: The Weather")
    complaint = _complaint(copied.data)
    assert "'flow.sources[1].article'" in complaint
    assert f"line {copied.line(name, 'article:')}," in complaint


def test_content_without_flows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="flows"):
        load_flows(tmp_path)


@pytest.mark.parametrize(
    ("intent", "outcome"),
    [
        ("gait", "gait"),
        ("greet", SMALLTALK),
        ("medicine", "out_of_scope"),
        ("human", "human"),
        ("how_often", SMALLTALK),
    ],
)
def test_an_intent_has_the_outcome_of_its_topic_or_flow(content: Library, intent: str, outcome: str) -> None:
    assert content.outcome(intent) == outcome


def test_only_topics_and_titled_replies_are_offered(content: Library) -> None:
    assert content.is_offerable("gait")
    assert content.is_offerable("human")
    assert not content.is_offerable("greet")
    assert not content.is_offerable("nothing")


def test_a_button_shows_title_or_question_and_carries_the_intent(content: Library) -> None:
    gait = content.topics["gait"]
    assert content.buttons(("gait",)) == (Button(gait.title, "/gait"),)
    assert content.buttons(("gait",), as_questions=True) == (Button(gait.question, "/gait"),)
    assert content.buttons(("human",), as_questions=True) == (Button(str(content.flows["human"].title), "/human"),)


def test_no_two_buttons_look_the_same(content: Library) -> None:
    offered = tuple(intent for intent in (*content.topics, *content.flows) if content.is_offerable(intent))
    for as_questions in (False, True):
        titles = [button.title.lower() for button in content.buttons(offered, as_questions)]
        assert len(titles) == len(set(titles))


def test_the_content_folder_can_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, project: Path) -> None:
    monkeypatch.delenv("BOT_DATA", raising=False)
    assert data_folder() == project / "data"
    monkeypatch.setenv("BOT_DATA", str(tmp_path))
    assert data_folder() == tmp_path
