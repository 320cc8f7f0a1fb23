"""The spaCy pipeline: normalised words, sentences, signs from the vocabulary, and their assertion."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.content.vocabulary import Vocabulary
from bot.core.findings import Assertion, Finding
from bot.nlu.language.assertion import MessageContext, Sentence, assertion_of
from bot.nlu.language.measures import measures
from bot.nlu.language.normalise import spell_out, stem
from bot.nlu.language.phrases import GAP as GAP
from bot.nlu.language.phrases import IDIOM, PhraseFinder
from bot.nlu.language.typing_slips import SlipRepairer

_ENDS = frozenset({".", "!", "?", ";"})
_SIGNS = "signs"


class FindingReader:
    """Reads findings from messages. Thread-safe after construction; about a millisecond a message."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Compile the vocabulary's phrases. Takes some tenths of a second."""
        self._vocabulary = vocabulary
        self._slips = SlipRepairer.for_phrases(phrase for phrases in vocabulary.signs.values() for phrase in phrases)
        self._nlp = spacy.blank("en")
        self._nlp.tokenizer = _WordTokenizer(self._nlp)
        self._nlp.add_pipe("sentence_marks")
        signs = {**vocabulary.signs, IDIOM: vocabulary.idioms}
        self._finder = PhraseFinder(self._nlp, signs, lambda word: vocabulary.stems.get(word) or stem(word))

    def read(self, text: str) -> list[Finding]:
        """The findings of `text` in their order; empty when it says nothing about a body."""
        written = spell_out(text, self._vocabulary.spoken, self._slips.repair)
        if not written:
            return []
        doc = self._nlp(written)
        sentence_of = list(accumulate((int(bool(token.is_sent_start)) for token in doc), initial=-1))[1:]
        signs, denied = self._signs(doc, sentence_of)
        spans = signs + [
            span
            for sign, first, last in measures(doc.text)
            if (span := doc.char_span(first, last, label=sign, alignment_mode="expand"))
        ]
        if not spans:
            return []
        sentences = [Sentence(tuple(token.text for token in sentence)) for sentence in doc.sents]
        starts = [sentence.start for sentence in doc.sents]
        context = MessageContext.of(sentences)
        findings = []
        for span in sorted(spans, key=lambda span: (span.start, span.end, span.label_)):
            number = sentence_of[span.start]
            start, end = span.start - starts[number], span.end - starts[number]
            timeless = span.label_ in self._vocabulary.timeless
            assertion, own = assertion_of(sentences[number], start, end, span.label_, timeless, context)
            if span in denied and assertion is not Assertion.UNSURE:
                assertion = Assertion.ABSENT
            findings.append(Finding(span.label_, assertion, span.text, number, span.start, span.end, own))
        return findings

    def examples(self, sign: str) -> Iterator[str]:
        """Every way that the vocabulary has of saying `sign`, one example of each, to check that it is understood."""
        return self._finder.examples(sign)

    def _signs(self, doc: Doc, sentence_of: list[int]) -> tuple[list[Span], set[Span]]:
        """Spans of signs, of overlapping ones of one sign the longest; and those of them that a "not" inside denies.

        A denied span gives way to any other of its sign: doubt counts for the danger.
        """
        live: dict[str, list[Span]] = {}
        denied: dict[str, list[Span]] = {}
        for match in self._finder.find([token.text for token in doc], sentence_of):
            span = Span(doc, match.start, match.end, label=match.sign)
            (denied if match.denied else live).setdefault(match.sign, []).append(span)
        spans = [span for found in live.values() for span in filter_spans(found)]
        alone = {
            span
            for sign, found in denied.items()
            for span in filter_spans(found)
            if all(span.end <= other.start or other.end <= span.start for other in live.get(sign, ()))
        }
        return [*spans, *alone], alone


class _WordTokenizer:
    """Splits spelled-out text at its spaces."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab

    def __call__(self, text: str) -> Doc:
        return Doc(self._vocab, words=text.split())


@Language.component("sentence_marks")
def _sentence_marks(doc: Doc) -> Doc:
    """Sentences end at full stops, question and exclamation marks, semicolons and line ends."""
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text in _ENDS
    return doc
