from __future__ import annotations

import pytest

from bot.core.escalation import SELF_HARM
from bot.core.findings import Assertion, Finding
from bot.core.red_flags import Hit, Level, RedFlag, Screen, Trigger
from bot.nlu.danger import PLACES, Meaning, NetThresholds, Verdict, judge

EMERGENCY, URGENT, PROFESSIONAL = Level.EMERGENCY, Level.URGENT, Level.PROFESSIONAL
LIMITS = NetThresholds(
    certain=0.5, placed=0.7, near=0.3, denied=0.8, doubt=0.2, doubt_emergency=0.1, book=0.6, sole=0.8
)
HARMLESS = (0.0, 0.0, 0.0)


def _flag(flag_id: str, level: Level) -> RedFlag:
    return RedFlag(flag_id, level, "name", "ask?", "why.", "meanwhile.", "never.", "source", (Trigger(("a",), level),))


LUNG, SUICIDE, LEG, SLOW, NEAREST = (
    _flag("RF91", EMERGENCY),
    _flag(SELF_HARM, EMERGENCY),
    _flag("RF92", URGENT),
    _flag("RF93", PROFESSIONAL),
    _flag("RF94", EMERGENCY),
)


def _finding(assertion: Assertion = Assertion.PRESENT, sign: str = "numb") -> Finding:
    return Finding(sign, assertion, sign, 0, 0, 1)


LIVE = [_finding()]


def _screen(*hits: tuple[RedFlag, Level], questions: tuple[tuple[RedFlag, Level], ...] = ()) -> Screen:
    return Screen(
        tuple(Hit(flag, level, (_finding(),)) for flag, level in hits),
        tuple(Hit(flag, level, (_finding(Assertion.HYPOTHETICAL),)) for flag, level in questions),
    )


def _meaning(emergency: float, urgent: float, professional: float) -> Meaning:
    return Meaning(emergency, urgent, professional, NEAREST)


def _judge(screen: Screen, findings: list[Finding], shares: tuple[float, float, float] | None) -> Verdict:
    return judge(screen, findings, _meaning(*shares) if shares else None, LIMITS)


def test_nothing_found_and_nothing_meant_is_nothing() -> None:
    assert _judge(_screen(), [], None) == _judge(_screen(), [], HARMLESS) == Verdict()
    assert Verdict().leading is None


@pytest.mark.parametrize(
    ("flag", "level", "shares"),
    [
        (LUNG, EMERGENCY, None),
        (LUNG, EMERGENCY, (0.0, 0.1, 0.9)),
        (SUICIDE, EMERGENCY, HARMLESS),
        (LEG, URGENT, None),
        (LEG, URGENT, (0.0, 0.2, 0.8)),
    ],
)
def test_patterns_alone_raise_the_alarm(flag: RedFlag, level: Level, shares: tuple[float, float, float] | None) -> None:
    verdict = _judge(_screen((flag, level)), LIVE, shares)
    assert verdict.leading == (flag, level)
    assert verdict.question is None


@pytest.mark.parametrize("shares", [HARMLESS, (0.0, 0.19, 0.0), (0.1, 0.09, 0.3)])
def test_something_urgent_that_the_net_sees_no_danger_in_is_asked_about(shares: tuple[float, float, float]) -> None:
    verdict = _judge(_screen((LEG, URGENT)), LIVE, shares)
    assert verdict.hits == ()
    assert verdict.question == (LEG, URGENT)


def test_an_emergency_beside_something_doubtful_still_stands() -> None:
    verdict = _judge(_screen((LUNG, EMERGENCY), (LEG, URGENT)), LIVE, (0.1, 0.05, 0.0))
    assert verdict.leading == (LUNG, EMERGENCY)


@pytest.mark.parametrize("shares", [HARMLESS, (0.0, 0.0, 1.0), (0.05, 0.04, 0.0)])
def test_an_emergency_that_the_net_sees_nothing_in_is_asked_about(shares: tuple[float, float, float]) -> None:
    verdict = _judge(_screen((LUNG, EMERGENCY), (LEG, URGENT)), LIVE, shares)
    assert verdict.question == (LUNG, EMERGENCY)


@pytest.mark.parametrize(("worded", "raised"), [(0.0, False), (0.79, False), (0.8, True), (1.0, True)])
def test_words_may_bear_out_meaning_without_a_sign(worded: float, raised: bool) -> None:
    verdict = judge(_screen(), [], Meaning(0.9, 0.0, 0.0, NEAREST, worded), LIMITS)
    assert bool(verdict.hits) is raised
    assert raised or verdict.question == (NEAREST, EMERGENCY)


def test_all_flags_that_patterns_found_are_kept_most_urgent_first() -> None:
    verdict = _judge(_screen((SLOW, PROFESSIONAL), (LEG, URGENT), (LUNG, EMERGENCY)), LIVE, None)
    assert verdict.hits == ((LUNG, EMERGENCY), (LEG, URGENT), (SLOW, PROFESSIONAL))


@pytest.mark.parametrize("findings", [[], [_finding(Assertion.UNSURE)]])
@pytest.mark.parametrize(
    ("shares", "level"), [((1.0, 0.0, 0.0), EMERGENCY), ((0.0, 1.0, 0.0), URGENT), ((0.2, 0.1, 0.0), EMERGENCY)]
)
def test_meaning_alone_asks_and_never_raises_the_alarm(
    findings: list[Finding], shares: tuple[float, float, float], level: Level
) -> None:
    verdict = _judge(_screen(), findings, shares)
    assert verdict.hits == ()
    assert verdict.question == (NEAREST, level)


@pytest.mark.parametrize("sense", [Assertion.ABSENT, Assertion.PAST])
@pytest.mark.parametrize(("share", "asked"), [(0.79, False), (0.8, True), (1.0, True)])
def test_meaning_asks_about_what_was_denied_only_when_it_is_sure(sense: Assertion, share: float, asked: bool) -> None:
    verdict = _judge(_screen(), [_finding(sense)], (share, 0.0, 0.0))
    assert verdict == Verdict(question=(NEAREST, EMERGENCY) if asked else None)


def test_meaning_near_a_danger_asks_when_one_sign_was_denied_and_another_not() -> None:
    assert _judge(_screen(), [_finding(Assertion.ABSENT), _finding()], (0.4, 0.0, 0.0)).question is not None


@pytest.mark.parametrize("sense", [Assertion.ABSENT, Assertion.PAST])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.79, 0.85, 1.0])
def test_a_denial_is_no_alarm_although_a_place_was_named(sense: Assertion, share: float) -> None:
    assert _judge(_screen(), [_finding(sign="calf"), _finding(sense)], (share, 0.0, 0.0)).hits == ()


def test_beside_a_mere_place_the_net_must_be_surer_to_raise_the_alarm() -> None:
    for place in PLACES:
        assert _judge(_screen(), [_finding(sign=place)], (0.6, 0.0, 0.0)) == Verdict(question=(NEAREST, EMERGENCY))
        assert _judge(_screen(), [_finding(sign=place)], (0.7, 0.0, 0.0)).leading == (NEAREST, EMERGENCY)


@pytest.mark.parametrize("sense", [Assertion.PRESENT, Assertion.OTHER_PERSON])
@pytest.mark.parametrize(
    ("shares", "level"),
    [((0.5, 0.0, 0.0), EMERGENCY), ((0.05, 0.5, 0.4), URGENT), ((0.4, 0.4, 0.0), EMERGENCY), ((0.1, 0.9, 0.0), URGENT)],
)
def test_meaning_raises_the_alarm_beside_a_live_sign(
    sense: Assertion, shares: tuple[float, float, float], level: Level
) -> None:
    verdict = _judge(_screen(), [_finding(sense)], shares)
    assert verdict.leading == (NEAREST, level)
    assert verdict.question is None


@pytest.mark.parametrize("sense", [Assertion.UNSURE, Assertion.HYPOTHETICAL, Assertion.ABSENT, Assertion.PAST])
def test_a_sign_that_is_not_live_does_not_help_meaning_to_an_alarm(sense: Assertion) -> None:
    verdict = _judge(_screen(), [_finding(sense)], (1.0, 0.0, 0.0))
    assert verdict.hits == ()
    assert verdict.question == (NEAREST, EMERGENCY)


@pytest.mark.parametrize(
    ("shares", "asked"),
    [((0.3, 0.0, 0.0), True), ((0.15, 0.15, 0.0), True), ((0.29, 0.0, 0.0), False), ((0.0, 0.0, 0.29), False)],
)
def test_meaning_near_a_danger_asks_even_beside_a_live_sign(shares: tuple[float, float, float], asked: bool) -> None:
    verdict = _judge(_screen(), LIVE, shares)
    assert verdict.hits == ()
    assert (verdict.question is not None) is asked


@pytest.mark.parametrize(
    ("findings", "shares", "booked"),
    [
        (LIVE, (0.0, 0.0, 0.6), True),
        (LIVE, (0.1, 0.1, 0.4), True),
        (LIVE, (0.0, 0.0, 0.59), False),
        ([], (0.0, 0.0, 0.79), False),
        ([], (0.0, 0.0, 0.8), True),
        ([_finding(Assertion.ABSENT)], (0.0, 0.0, 0.7), False),
    ],
)
def test_advice_to_book_needs_less_beside_a_live_sign(
    findings: list[Finding], shares: tuple[float, float, float], booked: bool
) -> None:
    assert _judge(_screen(), findings, shares).hits == (((NEAREST, PROFESSIONAL),) if booked else ())


def test_where_the_milder_reading_is_far_likelier_danger_is_asked_about() -> None:
    limits = NetThresholds(certain=0.15, near=0.1)
    assert judge(_screen((SLOW, PROFESSIONAL)), LIVE, _meaning(0.2, 0.0, 0.75), limits) == Verdict(
        ((SLOW, PROFESSIONAL),), (NEAREST, EMERGENCY)
    )
    assert judge(_screen(), LIVE, _meaning(0.25, 0.0, 0.7), limits).leading == (NEAREST, EMERGENCY)


def test_meaning_raises_what_patterns_found_and_keeps_it() -> None:
    verdict = _judge(_screen((LEG, URGENT)), LIVE, (0.9, 0.1, 0.0))
    assert verdict.leading == (NEAREST, EMERGENCY)
    assert (LEG, URGENT) in verdict.hits


@pytest.mark.parametrize("shares", [HARMLESS, (0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (0.45, 0.0, 0.0), (1.0, 0.0, 0.0)])
@pytest.mark.parametrize(("flag", "level"), [(LUNG, EMERGENCY), (LEG, URGENT), (SLOW, PROFESSIONAL)])
def test_what_patterns_found_is_raised_or_asked_about_whatever_the_net_says(
    flag: RedFlag, level: Level, shares: tuple[float, float, float]
) -> None:
    verdict = _judge(_screen((flag, level)), LIVE, shares)
    assert (flag, level) in verdict.hits or verdict.question == (flag, level)


@pytest.mark.parametrize("shares", [(0.0, 0.1, 0.9), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)])
def test_the_net_never_lowers_an_emergency_that_patterns_found(shares: tuple[float, float, float]) -> None:
    assert (LUNG, EMERGENCY) in _judge(_screen((LUNG, EMERGENCY)), LIVE, shares).hits


@pytest.mark.parametrize("shares", [HARMLESS, (0.0, 0.0, 1.0)])
def test_words_of_suicide_are_never_doubted(shares: tuple[float, float, float]) -> None:
    assert (SUICIDE, EMERGENCY) in _judge(_screen((SUICIDE, EMERGENCY)), LIVE, shares).hits


def test_a_danger_that_is_only_imagined_is_asked_about() -> None:
    findings = [_finding(Assertion.HYPOTHETICAL)]
    for shares in (None, HARMLESS):
        assert _judge(_screen(questions=((LEG, URGENT),)), findings, shares) == Verdict(question=(LEG, URGENT))


def test_of_two_imagined_dangers_the_more_urgent_is_asked_about() -> None:
    screen = _screen(questions=((LEG, URGENT), (LUNG, EMERGENCY)))
    assert _judge(screen, [_finding(Assertion.HYPOTHETICAL)], None).question == (LUNG, EMERGENCY)


def test_of_an_imagined_danger_and_a_near_meaning_the_more_urgent_is_asked_about() -> None:
    screen = _screen(questions=((LUNG, EMERGENCY),))
    assert _judge(screen, [_finding(Assertion.HYPOTHETICAL)], (0.0, 0.4, 0.0)).question == (LUNG, EMERGENCY)


@pytest.mark.parametrize("shares", [None, HARMLESS])
def test_a_danger_that_is_in_doubt_is_asked_about_beside_advice_to_book(
    shares: tuple[float, float, float] | None,
) -> None:
    screen = _screen((SLOW, PROFESSIONAL), questions=((LUNG, EMERGENCY),))
    verdict = _judge(screen, LIVE, shares)
    assert (SLOW, PROFESSIONAL) in verdict.hits
    assert verdict.question == (LUNG, EMERGENCY)


def test_advice_to_book_and_a_question_can_come_together() -> None:
    verdict = _judge(_screen((SLOW, PROFESSIONAL)), LIVE, (0.35, 0.0, 0.0))
    assert verdict == Verdict(((SLOW, PROFESSIONAL),), (NEAREST, EMERGENCY))


@pytest.mark.parametrize(("flag", "level"), [(LUNG, EMERGENCY), (LEG, URGENT)])
def test_an_alarm_is_not_held_up_by_a_question(flag: RedFlag, level: Level) -> None:
    screen = _screen((flag, level), questions=((LUNG, EMERGENCY),))
    assert _judge(screen, LIVE, (0.4, 0.0, 0.0)).question is None


def test_the_usual_thresholds_ask_before_they_alarm() -> None:
    usual = NetThresholds()
    assert 0 < usual.near < usual.certain <= usual.placed < 1
    assert judge(_screen(), LIVE, _meaning(0.99, 0.0, 0.0)).leading == (NEAREST, EMERGENCY)
