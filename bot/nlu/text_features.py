"""TF-IDF features of one text at a time, as scikit-learn's TfidfVectorizer makes them, without scikit-learn.

scikit-learn fits the features (`bot.nlu.ensemble`). Reading a message with it costs some milliseconds, and importing it
half a second at start; the tests hold both to the same numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_SMALLEST_PART, _LARGEST_PART = 2, 5  # characters

ANALYZERS: dict[str, dict[str, Any]] = {
    "word": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
    "char": {"analyzer": "char_wb", "ngram_range": (_SMALLEST_PART, _LARGEST_PART), "min_df": 2},
}


@dataclass(frozen=True)
class TfidfBlock:
    """One analyzer's terms with their inverse document frequencies; columns start at `first_column`."""

    analyzer: str
    columns: dict[str, int]
    idf: NDArray[np.float32]
    first_column: int

    @classmethod
    def of(cls, analyzer: str, terms: Sequence[str], idf: NDArray[np.float32], first_column: int) -> TfidfBlock:
        """A block over `terms` in the order of their columns; `analyzer` is a key of `ANALYZERS`."""
        return cls(analyzer, {term: number for number, term in enumerate(terms)}, idf, first_column)

    def read(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Columns and values of `text`: sublinear counts times idf, of length 1; empty when no term is known."""
        counts = Counter(term for term in _TERMS[self.analyzer](text.lower()) if term in self.columns)
        columns = np.fromiter((self.columns[term] for term in counts), dtype=np.intp, count=len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * self.idf[columns]
        length = np.sqrt(values @ values)
        return columns + self.first_column, (values / length if length else values).astype(np.float32)


@dataclass(frozen=True)
class TextFeatures:
    """The blocks of all analyzers, side by side."""

    blocks: tuple[TfidfBlock, ...]

    @classmethod
    def fit(cls, texts: Sequence[str], least: int = 1) -> tuple[TextFeatures, Any]:
        """Learn terms that stand in `least` texts or more; also gives the features of `texts`, a sparse matrix."""
        from scipy.sparse import hstack
        from sklearn.feature_extraction.text import TfidfVectorizer

        blocks, matrices, column = [], [], 0
        for name, options in ANALYZERS.items():
            fewest = max(least, options.get("min_df", 1))
            vectorizer = TfidfVectorizer(
                lowercase=True, sublinear_tf=True, dtype=np.float32, **{**options, "min_df": fewest}
            )
            matrices.append(vectorizer.fit_transform(texts))
            terms = vectorizer.get_feature_names_out().tolist()
            blocks.append(TfidfBlock.of(name, terms, vectorizer.idf_.astype(np.float32), column))
            column += len(terms)
        return cls(tuple(blocks)), hstack(matrices).tocsr()

    @property
    def size(self) -> int:
        """The number of columns."""
        return sum(len(block.columns) for block in self.blocks)

    def read(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Columns and values of `text`."""
        parts = [block.read(text) for block in self.blocks]
        return np.concatenate([columns for columns, _ in parts]), np.concatenate([values for _, values in parts])

    def knows(self, text: str) -> bool:
        """True when at least one word of `text` was seen in learning."""
        return any(block.analyzer == "word" and block.read(text)[0].size for block in self.blocks)

    @property
    def terms(self) -> dict[str, list[str]]:
        """The terms of each analyzer in the order of their columns, to be stored."""
        return {block.analyzer: list(block.columns) for block in self.blocks}

    @property
    def idf(self) -> dict[str, NDArray[np.float32]]:
        """The inverse document frequencies of each analyzer's terms, to be stored."""
        return {block.analyzer: block.idf for block in self.blocks}

    @classmethod
    def restore(cls, terms: Mapping[str, Sequence[str]], idf: Mapping[str, NDArray[np.float32]]) -> TextFeatures:
        """The features whose `terms` and `idf` were stored. Raises KeyError when an analyzer is missing."""
        blocks, column = [], 0
        for name in ANALYZERS:
            blocks.append(TfidfBlock.of(name, terms[name], idf[name], column))
            column += len(terms[name])
        return cls(tuple(blocks))


def _words(text: str) -> Iterator[str]:
    words = _WORD.findall(text)
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"


def _parts_of_words(text: str) -> Iterator[str]:
    for word in text.split():
        padded = f" {word} "
        for size in range(_SMALLEST_PART, _LARGEST_PART + 1):
            yield padded[:size]
            for start in range(1, len(padded) - size + 1):
                yield padded[start : start + size]
            if size >= len(padded):  # a short word counts once
                break


_TERMS: dict[str, Callable[[str], Iterator[str]]] = {"word": _words, "char": _parts_of_words}
