"""The spaCy pipeline: normalised words, sentences, signs from the vocabulary, and their assertion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.content.vocabulary import Vocabulary
from bot.core.findings import Finding
from bot.nlu.language.assertion import Sentence, assertion_of
from bot.nlu.language.measures import measures
from bot.nlu.language.normalise import spell_out, stem

GAP = ".."  # in a phrase: up to three words of any kind
_ENDS = frozenset({".", "!", "?", ";"})
_SIGNS = "signs"
_GAP_WORDS = 3


class FindingReader:
    """Reads findings from messages. Thread-safe after construction; about a millisecond a message."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Compile the vocabulary's phrases. Takes some tenths of a second."""
        self._vocabulary = vocabulary
        self._stems = {word: stem_word for word, stem_word in vocabulary.stems.items()}
        self._nlp = spacy.blank("en")
        self._nlp.tokenizer = _WordTokenizer(self._nlp, self._stem)
        self._nlp.add_pipe("sentence_marks")
        matcher = self._nlp.add_pipe("sign_matcher")
        matcher.learn(vocabulary.signs, vocabulary.idioms, self._stem)  # type: ignore[attr-defined]

    def _stem(self, word: str) -> str:
        return self._stems.get(word) or stem(word)

    def read(self, text: str) -> list[Finding]:
        """The findings of `text` in their order; empty when it says nothing about a body."""
        doc = self._nlp(spell_out(text, self._vocabulary.spoken))
        numbers = [
            span
            for sign, first, last in measures(doc.text)
            if (span := doc.char_span(first, last, label=sign, alignment_mode="expand"))
        ]
        return [finding for span in (*doc.spans[_SIGNS], *numbers) if (finding := self._finding(doc, span))]

    def _finding(self, doc: Doc, span: Span) -> Finding:
        sentence = next(item for item in doc.sents if item.start <= span.start < item.end)
        words = Sentence(tuple(token.text for token in sentence))
        timeless = span.label_ in self._vocabulary.timeless
        assertion, own = assertion_of(words, span.start - sentence.start, span.end - sentence.start, timeless)
        index = sum(1 for item in doc.sents if item.start < sentence.start)
        return Finding(span.label_, assertion, span.text, index, span.start, span.end, own)


class _WordTokenizer:
    """Splits spelled-out text at its spaces and sets each word's NORM to its stem, which patterns match on."""

    def __init__(self, nlp: Language, stem_word: Any) -> None:
        self._vocab = nlp.vocab
        self._stem = stem_word

    def __call__(self, text: str) -> Doc:
        doc = Doc(self._vocab, words=text.split() or [""])
        for token in doc:
            token.norm_ = self._stem(token.text)
        return doc


@Language.component("sentence_marks")
def _sentence_marks(doc: Doc) -> Doc:
    """Sentences end at full stops, question and exclamation marks, semicolons and line ends."""
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text in _ENDS
    return doc


class SignMatcher:
    """Finds the vocabulary's signs; a sign inside an idiom ("cold feet about it") is none."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._phrases = PhraseMatcher(nlp.vocab, attr="NORM")
        self._gapped = Matcher(nlp.vocab)

    def learn(self, signs: Mapping[str, Iterable[str]], idioms: Iterable[str], stem_word: Any) -> None:
        """Compile phrases; `..` in a phrase stands for up to three words."""
        tokenizer = _WordTokenizer(self._nlp, stem_word)
        for sign, phrases in {**signs, "": idioms}.items():
            plain = [phrase for phrase in phrases if GAP not in phrase.split()]
            gapped = [phrase for phrase in phrases if GAP in phrase.split()]
            if plain:
                self._phrases.add(sign or "idiom", [tokenizer(phrase) for phrase in plain])
            if gapped:
                self._gapped.add(sign or "idiom", [_pattern(phrase, stem_word) for phrase in gapped])

    def __call__(self, doc: Doc) -> Doc:
        """Set the group of signs on `doc`, overlapping ones of different signs included."""
        found = [*self._phrases(doc, as_spans=True), *self._gapped(doc, as_spans=True)]
        idioms = [span for span in found if span.label_ == "idiom"]
        groups: dict[str, list[Span]] = {}
        for span in found:
            if span.label_ != "idiom" and not any(
                idiom.start <= span.start and span.end <= idiom.end for idiom in idioms
            ):
                groups.setdefault(span.label_, []).append(span)
        kept = [span for spans in groups.values() for span in filter_spans(spans)]
        doc.spans[_SIGNS] = sorted(kept, key=lambda span: (span.start, span.end))
        return doc


# spaCy resolves a factory's annotations with pydantic, which cannot see through postponed ones: it has none.
@Language.factory("sign_matcher")
def _make_sign_matcher(nlp, name):  # type: ignore[no-untyped-def]
    return SignMatcher(nlp)


def _pattern(phrase: str, stem_word: Any) -> list[dict[str, Any]]:
    gap = {"TEXT": {"NOT_IN": sorted(_ENDS)}, "OP": f"{{0,{_GAP_WORDS}}}"}
    return [gap if word == GAP else {"NORM": stem_word(word)} for word in phrase.split()]
