"""The notation of vocabulary phrases, and a spaCy matcher that finds them.

Words match by stem. `..` is up to three words in between (`...` eight), `a|b` either word, `a_b` two words as one
choice, `a?` with or without it, `<sign>` any phrase of that sign that has no gap, `=word` that exact spelling only.
Words that carry no meaning of their own ("my", "really") are skipped in phrases and messages alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.nlu.language.cues import FILLERS, GAP_STOPPERS

GAP = ".."
GAPS = {GAP: 3, "...": 8}
_EXACT = "="
_PRIVATE = "_"  # a sign whose name begins so only serves inside other phrases
IDIOM = "idiom"
_Words = tuple[str, ...]


@dataclass(frozen=True)
class _Phrase:
    """A phrase as the keys of its segments, with the most words between one segment and the next."""

    sign: str
    segments: tuple[str, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True)
class Match:
    """A phrase at words `start` to `end` (not included); `denied` by a "not" inside it: "face is not drooping"."""

    sign: str
    start: int
    end: int
    denied: bool = False


class PhraseFinder:
    """Finds all phrases of all signs in one pass over the words of a message."""

    def __init__(self, nlp: Language, signs: Mapping[str, Sequence[str]], stem_word: Callable[[str], str]) -> None:
        """Compile `signs`, of which `idiom` holds phrases that hide any sign inside them (under a second)."""
        self._nlp = nlp
        self._stem = stem_word
        self._signs = signs
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        self._exact: dict[str, list[_Words]] = {}
        self._by_first: dict[str, list[_Phrase]] = {}
        self._known: dict[str, set[_Words]] = {}
        for sign, phrases in signs.items():
            for phrase in phrases:
                self._learn(sign, phrase)

    def find(self, words: Sequence[str], sentence_of: Sequence[int]) -> Iterator[Match]:
        """Matches of signs in `words` (`sentence_of` gives each word's sentence), those inside an idiom left out."""
        kept = [place for place, word in enumerate(words) if word not in FILLERS]
        if not kept:
            return
        hits: dict[str, list[tuple[int, int]]] = {}
        for label, first, last in self._matcher(self._doc([words[place] for place in kept])):
            key = self._nlp.vocab.strings[label]
            spot = (kept[first], kept[last - 1] + 1)
            if sentence_of[spot[0]] == sentence_of[spot[1] - 1] and self._is_exact(key, words, spot):
                hits.setdefault(key, []).append(spot)
        idioms = [spot for key in hits for phrase in self._starting(key) if phrase.sign == IDIOM for spot in hits[key]]
        if idioms:
            hits = {key: [spot for spot in spots if not _inside(spot, idioms)] for key, spots in hits.items()}
        for key, spots in hits.items():
            for phrase in self._starting(key):
                if phrase.sign != IDIOM and not phrase.sign.startswith(_PRIVATE):
                    for start, end in spots:
                        if (stop := self._continue(phrase, 1, end, hits, words, sentence_of)) is not None:
                            yield Match(phrase.sign, start, stop[0], stop[1])

    def examples(self, sign: str) -> Iterator[str]:
        """The phrases of `sign` written out, every choice once, with a filler in the gaps; none for a private sign."""
        for phrases in () if sign.startswith(_PRIVATE) else self._by_first.values():
            for phrase in phrases:
                choices = [sorted(self._known[key]) for key in phrase.segments if phrase.sign == sign]
                for number in range(max(map(len, choices), default=0)):
                    words = [" ".join(part[number % len(part)]) for part in choices]
                    yield " the ".join(words).replace(_EXACT, "")

    def _starting(self, key: str) -> Sequence[_Phrase]:
        return self._by_first.get(key, ())

    def _continue(
        self, phrase: _Phrase, number: int, end: int, hits: Mapping[str, list[tuple[int, int]]], words: Sequence[str],
        sentence_of: Sequence[int],
    ) -> tuple[int, bool] | None:  # fmt: skip
        """Where the rest of `phrase`, from segment `number`, ends, and if a gap denies it; None if it is not there."""
        if number == len(phrase.segments):
            return end, False
        for start, stop in hits.get(phrase.segments[number], ()):
            between = words[end:start]
            denied = _is_denial(between)
            if (
                start >= end
                and sum(word not in FILLERS for word in between) <= phrase.gaps[number - 1]
                and sentence_of[start] == sentence_of[end - 1]
                and GAP_STOPPERS.isdisjoint(between[:-1] if denied else between)
                and (last := self._continue(phrase, number + 1, stop, hits, words, sentence_of)) is not None
            ):
                return last[0], denied or last[1]
        return None

    def _learn(self, sign: str, phrase: str) -> None:
        segments: list[list[str]] = [[]]
        gaps: list[int] = []
        for word in phrase.split():
            if word in GAPS:
                gaps.append(GAPS[word])
                segments.append([])
            else:
                segments[-1].append(word)
        keys = tuple(" ".join(segment) for segment in segments)
        compiled = _Phrase(sign, keys, tuple(gaps))
        for key, segment in zip(keys, segments, strict=True):
            if key not in self._known:
                self._known[key] = set(self._expand(segment))
                plain = [[word.lstrip(_EXACT) for word in words] for words in self._known[key]]
                self._matcher.add(key, [self._doc(words) for words in plain])
                if exact := [words for words in self._known[key] if any(word.startswith(_EXACT) for word in words)]:
                    self._exact[key] = exact
        self._by_first.setdefault(keys[0], []).append(compiled)

    def _expand(self, segment: Sequence[str]) -> Iterator[_Words]:
        """All plain word sequences that `segment` stands for, fillers left out."""
        choices = [list(self._choices(word)) for word in segment]
        for chosen in product(*choices):
            words = tuple(word for part in chosen for word in part if word not in FILLERS)
            if words:
                yield words

    def _choices(self, word: str) -> Iterator[_Words]:
        if word.startswith("<"):
            for phrase in self._signs[word.strip("<>?")]:
                if not GAPS.keys() & set(phrase.split()):
                    yield from self._expand(phrase.split())
        else:
            for choice in word.removesuffix("?").split("|"):
                yield tuple(choice.split("_"))
        if word.endswith("?"):
            yield ()

    def _is_exact(self, key: str, words: Sequence[str], spot: tuple[int, int]) -> bool:
        """True unless `key` asks for exact spellings that stand differently in the message."""
        if key not in self._exact:
            return True
        said = [word for word in words[spot[0] : spot[1]] if word not in FILLERS]
        return any(
            len(wanted) == len(said)
            and all(
                word.lstrip(_EXACT) == other if word.startswith(_EXACT) else self._stem(word) == self._stem(other)
                for word, other in zip(wanted, said, strict=True)
            )
            for wanted in self._known[key]
        )

    def _doc(self, words: Sequence[str]) -> Doc:
        doc = Doc(self._nlp.vocab, words=list(words))
        for token in doc:
            token.norm_ = self._stem(token.text)
        return doc


def _is_denial(between: Sequence[str]) -> bool:
    """True for "is not" right in front of what follows; "can not" and "will not" are part of what is said."""
    return (
        len(between) > 1 and between[-1] in {"not", "never"} and between[-2] not in {"can", "will", "do", "does", "did"}
    )


def _inside(spot: tuple[int, int], idioms: Sequence[tuple[int, int]]) -> bool:
    return any(first <= spot[0] and spot[1] <= last and (first, last) != spot for first, last in idioms)
