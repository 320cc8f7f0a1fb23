"""Our reading of TF-IDF features gives scikit-learn's numbers, for any text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.text_features import ANALYZERS, TfidfBlock

TEXTS = [
    "my heel aches when i climb the stairs",
    "how long should i hold a hamstring stretch",
    "ankle ankle ankle, so stiff - can't bend it",
    "is it a sprain or is it tight",
    "a b c of calf raises",
]
FIRST = 7


@pytest.fixture(scope="module", params=sorted(ANALYZERS))
def pair(request: pytest.FixtureRequest) -> tuple[TfidfVectorizer, TfidfBlock]:
    vectorizer = TfidfVectorizer(lowercase=True, sublinear_tf=True, dtype=np.float32, **ANALYZERS[request.param])
    vectorizer.fit(TEXTS)
    terms = vectorizer.get_feature_names_out().tolist()
    return vectorizer, TfidfBlock.of(request.param, terms, vectorizer.idf_.astype(np.float32), FIRST)


def check(pair: tuple[TfidfVectorizer, TfidfBlock], text: str) -> None:
    vectorizer, block = pair
    expected = vectorizer.transform([text]).toarray()[0]
    columns, values = block.read(text)
    found = np.zeros_like(expected)
    found[columns - FIRST] = values
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize(
    "text",
    [*TEXTS, "", "  ", "A\tCALF   RAISE\n", "no known word: xyzzy", "the heel, the heel, THE heel", "i", "éclair"],
)
def test_a_text_gets_the_same_numbers(pair: tuple[TfidfVectorizer, TfidfBlock], text: str) -> None:
    check(pair, text)


@settings(max_examples=50)
@given(st.lists(st.sampled_from([*"aehiklmst .,-'", "heel", "stretch", "ankle", "É", "\n"]), max_size=30).map("".join))
def test_any_text_gets_the_same_numbers(pair: tuple[TfidfVectorizer, TfidfBlock], text: str) -> None:
    check(pair, text)
