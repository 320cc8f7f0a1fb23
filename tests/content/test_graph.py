"""The self-check drawn: nothing of it is missing in the text or the graph."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from bot.content.graph import as_dot, as_text
from bot.content.library import library
from bot.core.self_check import ResultKind

CHECK = library().self_check.check


@pytest.mark.parametrize("drawn", [as_text(CHECK), as_dot(CHECK)], ids=["text", "dot"])
def test_every_question_option_and_result_is_there(drawn: str) -> None:
    for question in CHECK.questions:
        assert question.id in drawn
        for option in question.options:
            assert option.title.replace('"', '\\"') in drawn or option.title in drawn
    assert all(kind.value in drawn for kind in ResultKind)


def test_the_text_names_points_and_dangers() -> None:
    text = as_text(CHECK)
    assert "tendon +3" in text
    assert "raises emergency RF01" in text


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_draws_it() -> None:
    done = subprocess.run(["dot", "-Tsvg"], input=as_dot(CHECK), capture_output=True, text=True, check=True)
    assert done.stdout.count("<g id=") > len(CHECK.questions)
