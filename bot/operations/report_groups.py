"""Messages that were not answered, in groups of like meaning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXAMPLES = 3
MOST_TEXTS = 2000
"""Different messages that are grouped, newest first; distances between more would take too much memory and time."""
# Farthest mean distance (1 - cosine) between two parts of a group; docs/report.md says how it was set. Two groups of
# one subject are easier to read than one group of two.
_FARTHEST_MEANING = 0.7
_FARTHEST_WORDS = 0.8


class Encoder(Protocol):
    """What turns texts into unit vectors that are close where their meaning is."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""


@dataclass(frozen=True)
class Group:
    """Like messages: how many, from how many conversations, and some of them, the most typical first."""

    messages: int
    conversations: int
    examples: tuple[str, ...]


def group(
    messages: Sequence[tuple[str, str]], encoder: Encoder | None, field: Sequence[str], examples: int = EXAMPLES
) -> list[Group]:
    """`messages` (conversation and text, newest first) in groups, the largest first.

    `field` are typical questions of the subject. What all of them have in common is taken out of the meanings, since
    "hamstring" tells little here. Without an encoder, messages are compared by their words.
    """
    alike: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for conversation, text in messages:
        alike[_key(text)].append((conversation, " ".join(text.split())))
    same = list(alike.values())[:MOST_TEXTS]
    if not same:
        return []
    texts = [items[0][1] for items in same]
    if encoder is None:
        vectors, farthest = _word_vectors(texts), _FARTHEST_WORDS
    else:
        vectors, farthest = _without_direction(encoder.encode(texts), encoder.encode(field)), _FARTHEST_MEANING
    found = []
    for rows in _clusters(vectors, farthest):
        items = [item for row in rows for item in same[row]]
        closeness = vectors[rows] @ (vectors[rows].T @ [len(same[row]) for row in rows])
        typical = tuple(texts[rows[place]] for place in np.argsort(-closeness.round(6), kind="stable")[:examples])
        found.append(Group(len(items), len({conversation for conversation, _ in items}), typical))
    return sorted(found, key=lambda item: (-item.messages, -item.conversations, item.examples))


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())) or text


def _clusters(vectors: NDArray[np.float64], farthest: float) -> list[list[int]]:
    """Row numbers by group: agglomerative clustering with average linkage."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(vectors) == 1:
        return [[0]]
    distances = np.clip(1 - vectors @ vectors.T, 0, 2)
    np.fill_diagonal(distances, 0)
    labels = fcluster(linkage(squareform(distances, checks=False), "average"), farthest, "distance")
    return [np.flatnonzero(labels == label).tolist() for label in np.unique(labels)]


def _without_direction(vectors: NDArray[np.float32], field: NDArray[np.float32]) -> NDArray[np.float64]:
    wide, centre = vectors.astype(np.float64), field.astype(np.float64).sum(axis=0)
    length = np.linalg.norm(centre)
    if length:
        centre /= length
        wide -= np.outer(wide @ centre, centre)
    return _of_length_one(wide)


def _word_vectors(texts: Sequence[str]) -> NDArray[np.float64]:
    """TF-IDF of word stems without stop words; all zeros where nothing is left."""
    import snowballstemmer
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    stemmer = snowballstemmer.stemmer("english")
    stems = [
        stemmer.stemWords([word for word in re.findall(r"\w+", text.casefold()) if word not in ENGLISH_STOP_WORDS])
        for text in texts
    ]
    places = {word: place for place, word in enumerate(sorted({word for words in stems for word in words}))}
    counts = np.zeros((len(texts), max(len(places), 1)))
    for row, words in enumerate(stems):
        for word in words:
            counts[row, places[word]] += 1
    rarity = 1 + np.log((1 + len(texts)) / (1 + (counts > 0).sum(axis=0)))
    return _of_length_one(counts * rarity)


def _of_length_one(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float64] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit
