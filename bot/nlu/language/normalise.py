"""Writes a message the way patterns are written: lower case, contractions and dialect spelled out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_STEMS: dict[str, str] = {}
# Verb stems that take "n't", with and without the apostrophe; "cant" and "wont" never mean themselves here.
_NEGATED = [
    "do",
    "does",
    "did",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "ca",
    "could",
    "should",
    "would",
    "must",
    "need",
    "wo",
    "ai",
]
_FULL = {"ca": "can", "wo": "will", "ai": "is"}
_CONTRACTIONS = {f"{verb}nt": f"{_FULL.get(verb, verb)} not" for verb in _NEGATED} | {
    "cannot": "can not",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "theres": "there is",
    "hes": "he is",
    "shes": "she is",
    "theyre": "they are",
    "thats": "that is",
    "whats": "what is",
    "isn": "is not",
    "youve": "you have",
    "itll": "it will",
    "gonna": "going to",
    "gotta": "got to",
    "wanna": "want to",
    "dunno": "do not know",
}
_ENDINGS = {"'m": " am", "'ve": " have", "'re": " are", "'ll": " will", "'d": " would"}
# After these "'s" is "is"; after any other word it is dropped: "my foot's gone cold", "dad's knee".
_IS_AFTER = frozenset(
    {
        "it",
        "that",
        "there",
        "what",
        "who",
        "where",
        "how",
        "he",
        "she",
        "everything",
        "something",
        "nothing",
        "one",
        "here",
    }
)
_BODY = (
    r"(?:(?:own|left|right|other|poor|whole|big|auld|old|bad|sore) )?(?:leg|calf|calves|foot|feet|ankle|heel|toe|"
    r"shin|knee|thigh|hip|arm|hand|"
    r"chest|back|bum|head|heart|skin|body|hamstring|hammy|achilles|breath|bladder|bowel|mouth|tongue|throat|face|mum|"
    r"dad|mam|nan|"
    r"son|daughter|wife|husband|mother|father|tablet|sugar|stomach|belly|groin|hammies)s?"
)
_ME_FOR_MY = re.compile(rf"\bme (?={_BODY}\b)")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)?|[^\sa-z\d]", re.IGNORECASE)
_REPEATED = re.compile(r"([a-z])\1{2,}")


def stem(word: str) -> str:
    """The Snowball stem of a lower-case word; "swollen", "swelling" and "swells" share one through the vocabulary."""
    if word not in _STEMS:
        _STEMS[word] = _STEMMER.stemWord(word)
    return _STEMS[word]


def _as_is(word: str) -> str:
    return word


def spell_out(text: str, spoken: Mapping[str, str], repair: Callable[[str], str] = _as_is) -> str:
    """`text` in lower case, one space between words and marks, with contractions and the forms of `spoken` written out.

    `repair` corrects mistyped words. Line breaks become full stops, since each line is a sentence of its own.
    """
    plain = re.sub(r"\n+", " . ", text.lower().replace("’", "'"))
    words = (_spell_out_word(match.group(), spoken, repair) for match in _TOKEN.finditer(plain))
    return _ME_FOR_MY.sub("my ", " ".join(word for word in words if word))


def _spell_out_word(word: str, spoken: Mapping[str, str], repair: Callable[[str], str]) -> str:
    word = _REPEATED.sub(r"\1\1", word)
    if word in spoken:
        return spoken[word]
    bare = word.replace("'", "")
    if bare in _CONTRACTIONS:
        return _CONTRACTIONS[bare]
    for ending, full in _ENDINGS.items():
        if word.endswith(ending):
            return word.removesuffix(ending) + full
    if word.endswith("'s"):
        return f"{bare[:-1]} is" if bare[:-1] in _IS_AFTER else spoken.get(bare[:-1]) or repair(bare[:-1])
    if word.endswith("in'"):
        return word.removesuffix("'") + "g"
    return repair(bare)
