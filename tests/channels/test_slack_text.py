"""What Slack makes of text, and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.slack_text import escape, pieces, shortened, words

TYPED = {
    "my heel hurts": "my heel hurts",
    "pain &gt; 5 &amp; worse &lt; 2 days": "pain > 5 & worse < 2 days",
    "&amp;lt;b&amp;gt;": "&lt;b&gt;",
    "<@U0001BOT> hello": "hello",
    "<@U0002ANN> has a sore heel": "@someone has a sore heel",
    "<@U0002ANN|ann> says hi": "@ann says hi",
    "see <#C024BE7LR|running>": "see #running",
    "see <#C024BE7LR>": "see #channel",
    "<!here> help": "@here help",
    "<!subteam^S0123|@coaches> help": "@coaches help",
    "since <!date^1392734382^{date}|18 February>": "since 18 February",
    "<https://example.com/heel|this page>": "this page",
    "<https://example.com/heel>": "https://example.com/heel",
    "call <tel:+441234567|+44 1234 567>": "call +44 1234 567",
    ":+1:": "👍",
    ":thumbsup::skin-tone-4:": "👍",
    ":sos:": "🆘",
    "no :x:": "no ❌",
    ":smile: :tada:": "🙂",
    "it hurts :smile:": "it hurts :smile:",
    "ratio 10:30:15": "ratio 10:30:15",
    "one\ntwo": "one\ntwo",
    "5 < 6": "5 < 6",
    "": "",
}


@pytest.mark.parametrize("sent", TYPED)
def test_typed_text_is_read_as_it_was_meant(sent: str) -> None:
    assert words(sent, "U0001BOT") == TYPED[sent]


@pytest.mark.parametrize("text", ["<!channel>", "<!everyone> & <@U1>", "<https://example.com|click>"])
def test_escaped_text_notifies_nobody_and_comes_back_as_it_was(text: str) -> None:
    assert not set("<>") & set(escape(text))
    assert words(escape(text)) == text


@given(st.text(alphabet="ab &<>.\n", max_size=400), st.integers(min_value=6, max_value=40))
@settings(max_examples=300, deadline=None)
def test_pieces_fit_and_lose_nothing_but_space(text: str, most: int) -> None:
    found = list(pieces(text, most))
    assert all(0 < len(piece) <= most for piece in found)
    assert "".join("".join(found).split()) == "".join(escape(text).split())


def test_pieces_part_between_paragraphs_where_that_goes() -> None:
    assert list(pieces("First one here.\n\nSecond one.", 24)) == ["First one here.", "Second one."]


@given(st.text(alphabet="ab &<>é🦶", max_size=120), st.integers(min_value=6, max_value=80))
@settings(max_examples=200, deadline=None)
def test_shortened_text_fits_and_has_no_half_escape(text: str, most: int) -> None:
    found = shortened(text, most)
    assert len(found) <= most
    bare = found.removesuffix("…")
    assert escape(words(bare)) == bare.strip() or ":" in text
