"""Which options of the self-check and the routine somebody mentions without being asked, and in which sense."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from bot.content.library import library
from bot.core.findings import Assertion, Finding
from bot.nlu.language.pipeline import FindingReader


@lru_cache(maxsize=1)
def _reader() -> FindingReader:
    content = library()
    return FindingReader(replace(content.vocabulary, signs=_says(), timeless=frozenset()))


@lru_cache(maxsize=1)
def _says() -> dict[str, tuple[str, ...]]:
    return {**library().self_check.says, **library().exercises.says}


def spot(text: str) -> dict[str, Assertion]:
    """Options by "question.option" whose phrases stand in `text`; where one stands twice, its first live mention.

    Something that belongs to somebody else is told for them, so it counts as there.
    """
    known = _says()
    findings = [finding for finding in _reader().read(text) if finding.sign in known]  # not durations and the like
    found: dict[str, Assertion] = {}
    for finding in findings:
        if any(_is_part(finding, other) for other in findings):
            continue
        sense = Assertion.PRESENT if finding.assertion is Assertion.OTHER_PERSON else finding.assertion
        if finding.sign not in found or sense is Assertion.PRESENT:
            found[finding.sign] = sense
    return found


def _is_part(finding: Finding, other: Finding) -> bool:
    """True where `finding` lies within a longer mention of the same question: "heel" in "under the heel"."""
    same = finding.sign.partition(".")[0] == other.sign.partition(".")[0]
    longer = other.end - other.start > finding.end - finding.start
    return same and longer and other.start <= finding.start and finding.end <= other.end
