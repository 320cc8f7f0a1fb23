from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.content.library import PROJECT
from bot.content.readability import reading_grade
from bot.content.red_flags import load_red_flags
from bot.content.regions import load_regions
from bot.content.vocabulary import load_vocabulary
from bot.content.yaml_file import ContentError
from bot.core.escalation import MOST_WORDS, SELF_HARM, escalation, first_sentence, question
from bot.core.red_flags import Level, RedFlag
from bot.core.regions import Region
from tests.content.conftest import Copy

FILE = "red_flags.yml"
DATA = PROJECT / "data"
SIGNS = load_vocabulary(DATA / "vocabulary.yml").signs
FLAGS = load_red_flags(DATA, SIGNS)
NUMBERED = [flag for flag in FLAGS if flag.id == flag.number]
REGIONS = load_regions(DATA)
HIGHEST_GRADE = 5
# The clinical reference, section 2: E, U or P for RF01 to RF32.
REFERENCE_LEVELS = dict(zip("EUP", Level, strict=True))
REFERENCE = "EUEEUEEUUEUUUEPUUPUPUEPUPUUPEUPE"
# Clinical reference, sections 5b and 6, and no medicines.
FORBIDDEN = re.compile(
    r"\byou have\b|\byou are (?:having|suffering)|\bthis is an? |\bdiagnos|\btreatment plan|\bprescri|\bguarantee|"
    r"\bcure|\bassessment|\bclinically|\bapproved\b|\b(?:not|isn't) (?:broken|serious|dangerous)|\brules? out|"
    r"\bnothing (?:serious|to worry)|\bharmless|\bsafe for|\bit is safe\b|\b(?:don't|do not) worry|"
    r"\bno need (?:for|to see) a doctor|\bprobably|\blikely\b|\d ?%|"
    r"\b\d+ ?(?:mg|ml)\b|\baspirin|\bibuprofen|\bparacetamol",
    re.IGNORECASE,
)
every_flag = pytest.mark.parametrize("flag", FLAGS, ids=lambda flag: flag.id)


def _escalations(flag: RedFlag) -> list[tuple[Level, Region, bool, str]]:
    """What is said about `flag` at each level, in each region, to somebody calm and to somebody in distress."""
    return [
        (level, region, distressed, escalation(flag, level, region, distressed).text)
        for level in Level
        for region in REGIONS.values()
        for distressed in (False, True)
    ]


# What is there.


def test_all_numbers_of_the_reference_are_there_once() -> None:
    assert [flag.id for flag in NUMBERED] == [f"RF{number:02}" for number in range(1, 33)]


def test_only_the_last_number_has_entries_below_it() -> None:
    assert {flag.number for flag in FLAGS if flag not in NUMBERED} == {"RF32"}
    assert SELF_HARM in {flag.id for flag in FLAGS}


@pytest.mark.parametrize("flag", NUMBERED, ids=lambda flag: flag.id)
def test_a_flag_has_the_level_of_the_reference(flag: RedFlag) -> None:
    assert flag.level is REFERENCE_LEVELS[REFERENCE[int(flag.number[2:]) - 1]]


def test_every_entry_below_the_last_number_is_an_emergency() -> None:
    assert {flag.level for flag in FLAGS if flag.number == "RF32"} == {Level.EMERGENCY}


@pytest.mark.parametrize("flag", NUMBERED, ids=lambda flag: flag.id)
def test_a_flag_has_sentences_that_it_must_and_must_not_catch(flag: RedFlag) -> None:
    assert len(flag.catches) >= 12
    assert len(flag.must_not_catch) >= 6


@pytest.mark.parametrize("flag", NUMBERED, ids=lambda flag: flag.id)
def test_a_flag_has_sentences_of_its_own_level(flag: RedFlag) -> None:
    assert flag.level in {level for level, _ in flag.catches}


def test_no_sentence_stands_twice() -> None:
    texts = [text.lower() for flag in FLAGS for text in (*(text for _, text in flag.catches), *flag.must_not_catch)]
    assert [text for text, count in Counter(texts).items() if count > 1] == []


@every_flag
def test_a_flag_can_be_raised_at_its_own_level(flag: RedFlag) -> None:
    assert flag.level in {trigger.level for trigger in flag.triggers}


# What is said.


@every_flag
def test_the_first_sentence_of_an_escalation_is_the_action(flag: RedFlag) -> None:
    before = f"{flag.why} " if flag.id == SELF_HARM else ""  # kindness first
    for level, region, distressed, text in _escalations(flag):
        if not distressed:
            assert text.startswith(f"{before}{first_sentence(level, region)}")


@every_flag
def test_an_escalation_is_short(flag: RedFlag) -> None:
    long = [
        (level.value, region.key, distressed, words)
        for level, region, distressed, text in _escalations(flag)
        if (words := len(text.replace(region.every_number or "\0", "").split())) > MOST_WORDS
    ]
    assert MOST_WORDS <= 70
    assert long == []


@every_flag
def test_an_escalation_is_read_with_five_years_of_school(flag: RedFlag) -> None:
    hard = [
        (level.value, region.key, round(grade, 1))
        for level, region, _, text in _escalations(flag)
        if (grade := reading_grade(text)) > HIGHEST_GRADE
    ]
    assert hard == []


@every_flag
def test_nothing_is_said_about_a_flag_that_must_not_be_said(flag: RedFlag) -> None:
    for text in (question(flag).text, question(flag, again=True).text, *(text for *_, text in _escalations(flag))):
        assert not FORBIDDEN.search(text)


@every_flag
def test_what_is_said_fits_the_writer_and_anybody_they_write_for(flag: RedFlag) -> None:
    said = " ".join((flag.ask, flag.why, flag.meanwhile, flag.never))
    assert not re.search(r"\b(?:your|he|she|his|her)\b", said, re.IGNORECASE)


@every_flag
def test_new_zealand_is_told_111_with_the_country(flag: RedFlag) -> None:
    text = escalation(flag, Level.EMERGENCY, REGIONS["nz"]).text
    assert re.search(r"\b111\b[^.]*New Zealand", text)


@every_flag
def test_an_emergency_names_the_number_and_the_country_of_the_region(flag: RedFlag) -> None:
    for region in REGIONS.values():
        text = escalation(flag, Level.EMERGENCY, region).text
        assert (region.emergency or str(region.every_number)) in text
        assert region.every_number or region.name in text


@every_flag
def test_the_safety_question_is_about_now_and_one_question(flag: RedFlag) -> None:
    assert flag.ask.count("?") == 1
    assert flag.ask.endswith("?")


# Mistakes in the file.


def _load(copied: Copy) -> str:
    with pytest.raises(ContentError) as caught:
        load_red_flags(copied.data, SIGNS)
    return str(caught.value)


def test_the_file_as_it_is_loads(copied: Copy) -> None:
    assert len(load_red_flags(copied.data, SIGNS)) == len(FLAGS)


@pytest.mark.parametrize(
    ("pattern", "replacement", "line", "key", "names"),
    [
        pytest.param(r"- \[breathless\]", "- [no_such_sign]", r"^      emergency:$", "says.emergency", "no_such_sign"),
        pytest.param(
            r"- \[long_travel, calf, swollen\]",
            "- [long_travel, calf, no_such_sign]",
            None,
            "says_anywhere.urgent",
            "no_such_sign",
        ),
        pytest.param(r"level: emergency", "level: deadly", "level: deadly", "level", "deadly"),
        pytest.param(r"^      emergency:$", "      deadly:", "^      deadly:", "says.deadly", "deadly"),
        pytest.param(r"^      emergency: \|", "      deadly: |", r"^      deadly: \|", "catches.deadly", "deadly"),
        pytest.param(r"^    why:", "    because:", "^    because:", "because", "because"),
        pytest.param(r"^    never: .*\n", "", r"id: RF01", "never", "required"),
        pytest.param(r"^    ask: .*$", "    ask: 7", "ask: 7", "ask", "text"),
        pytest.param(r"^    why: .*$", f"    why: {'word ' * 21}", "why: word", "why", "20"),
        pytest.param(r"id: RF02$", "id: RF01", None, "id", "RF01"),
        pytest.param(r"- \[breathless\]", "- breathless", r"^      emergency:$", "says.emergency", "list"),
        pytest.param(r"^    says:\n", "    says: []\n    x:\n", None, None, "x"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_key(
    copied: Copy, pattern: str, replacement: str, line: str | None, key: str | None, names: str
) -> None:
    copied.replace(FILE, pattern, replacement)
    message = _load(copied)
    assert message.startswith(str(copied.file(FILE)))
    assert re.search(r"line \d+", message)
    assert names in message
    if line:
        assert f"line {copied.line(FILE, line)}," in message
    if key:
        assert f".{key}'" in message


def test_a_second_top_level_key_is_refused(copied: Copy) -> None:
    copied.replace(FILE, r"^red_flags:", "other: 1\nred_flags:")
    assert "other" in _load(copied)


def test_a_sign_that_is_taken_out_of_the_vocabulary_is_missed(copied: Copy) -> None:
    with pytest.raises(ContentError, match=r"says.*breathless"):
        load_red_flags(copied.data, set(SIGNS) - {"breathless"})
