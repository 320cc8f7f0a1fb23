from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.gate.tokens import Signer, new_conversation

SIGNER = Signer("a secret")


def test_a_token_gives_its_conversation_back() -> None:
    conversation = new_conversation("web")
    assert SIGNER.verify(SIGNER.sign(conversation)) == conversation


def test_ids_are_random() -> None:
    assert len({new_conversation("web") for _ in range(1000)}) == 1000


def test_a_token_of_another_server_is_refused() -> None:
    assert Signer("another").verify(SIGNER.sign("web-1")) is None


@given(st.text(max_size=120))
def test_nothing_made_up_is_accepted(text: str) -> None:
    assert SIGNER.verify(text) is None


@given(st.integers(0, 70), st.characters())
def test_a_changed_token_is_refused(place: int, other: str) -> None:
    token = SIGNER.sign("web-0123456789abcdef0123456789abcdef")
    changed = token[:place] + other + token[place + 1 :]
    assert SIGNER.verify(changed) == (None if changed != token else "web-0123456789abcdef0123456789abcdef")
