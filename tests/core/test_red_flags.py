from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.findings import ASKED_BACK, LIVE, Assertion, Finding
from bot.core.red_flags import Level, RedFlag, Screen, Trigger, highest, screen

EMERGENCY, URGENT, PROFESSIONAL = Level.EMERGENCY, Level.URGENT, Level.PROFESSIONAL
SWITCHED_OFF = (Assertion.ABSENT, Assertion.PAST)


def _flag(*triggers: Trigger, flag_id: str = "RF90") -> RedFlag:
    level = highest(trigger.level for trigger in triggers) or PROFESSIONAL
    return RedFlag(flag_id, level, "name", "ask?", "why.", "meanwhile.", "never.", "source", triggers)


def _finding(sign: str, assertion: Assertion = Assertion.PRESENT, sentence: int = 0, own: bool = True) -> Finding:
    return Finding(sign, assertion, sign, sentence, 0, 1, own)


PAIR = _flag(Trigger(("calf", "swollen"), URGENT), flag_id="RF91-pair")
ANYWHERE = _flag(Trigger(("calf", "swollen"), URGENT, anywhere=True), flag_id="RF92")
SINGLE = _flag(Trigger(("chest_pain",), EMERGENCY), flag_id="RF93")
STEPS = _flag(Trigger(("fever",), PROFESSIONAL), Trigger(("fever", "confused"), EMERGENCY), flag_id="RF94")
FLAGS = (PAIR, ANYWHERE, SINGLE, STEPS)


def test_levels_are_ranked_by_urgency() -> None:
    assert sorted(Level, key=lambda level: -level.rank) == [EMERGENCY, URGENT, PROFESSIONAL]
    assert PROFESSIONAL.rank > 0


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((), None),
        ((None,), None),
        ((None, PROFESSIONAL), PROFESSIONAL),
        ((PROFESSIONAL, URGENT), URGENT),
        ((URGENT, EMERGENCY, PROFESSIONAL), EMERGENCY),
    ],
)
def test_the_most_urgent_level_is_the_highest(levels: tuple[Level | None, ...], expected: Level | None) -> None:
    assert highest(levels) is expected


@pytest.mark.parametrize(("flag", "number"), [(PAIR, "RF91"), (SINGLE, "RF93")])
def test_a_flags_number_is_its_id_in_the_reference(flag: RedFlag, number: str) -> None:
    assert flag.number == number


def test_nothing_found_is_no_danger() -> None:
    assert screen([], FLAGS) == Screen()
    assert Screen().level is None
    assert Screen().leading is None


@pytest.mark.parametrize(
    ("flag", "findings", "level"),
    [
        pytest.param(SINGLE, [_finding("chest_pain")], EMERGENCY, id="one sign that is enough"),
        pytest.param(PAIR, [_finding("calf")], None, id="half of a pair"),
        pytest.param(PAIR, [_finding("calf"), _finding("calf")], None, id="half of a pair twice"),
        pytest.param(PAIR, [_finding("swollen"), _finding("calf")], URGENT, id="pair in one sentence"),
        pytest.param(PAIR, [_finding("calf"), _finding("swollen", sentence=1)], None, id="pair in two sentences"),
        pytest.param(ANYWHERE, [_finding("calf"), _finding("swollen", sentence=1)], URGENT, id="pair anywhere"),
        pytest.param(
            PAIR,
            [_finding("calf"), _finding("calf", sentence=2), _finding("swollen", sentence=2)],
            URGENT,
            id="pair in a later sentence",
        ),
        pytest.param(STEPS, [_finding("fever")], PROFESSIONAL, id="the milder of two triggers"),
        pytest.param(STEPS, [_finding("fever"), _finding("confused")], EMERGENCY, id="the more urgent of two"),
        pytest.param(STEPS, [_finding("confused")], None, id="no trigger of its own"),
    ],
)
def test_a_flag_is_raised_when_all_signs_of_a_trigger_are_there(
    flag: RedFlag, findings: list[Finding], level: Level | None
) -> None:
    found = screen(findings, [flag])
    assert found.level is level
    assert found.questions == ()
    assert [hit.flag.id for hit in found.hits] == ([flag.id] if level else [])


@pytest.mark.parametrize("assertion", Assertion)
@pytest.mark.parametrize("own", [True, False])
def test_the_sense_of_a_sign_decides_between_alarm_question_and_nothing(assertion: Assertion, own: bool) -> None:
    found = screen([_finding("chest_pain", assertion, own=own)], [SINGLE])
    assert (len(found.hits), len(found.questions)) == {
        **dict.fromkeys(LIVE, (1, 0)),
        **dict.fromkeys(ASKED_BACK, (0, 1) if own else (0, 0)),
        **dict.fromkeys(SWITCHED_OFF, (0, 0)),
    }[assertion]


def test_every_sense_either_alarms_is_asked_about_or_is_switched_off() -> None:
    assert LIVE | ASKED_BACK | set(SWITCHED_OFF) == set(Assertion)


@pytest.mark.parametrize("assertion", sorted(ASKED_BACK))
def test_a_live_sign_beside_a_doubted_one_is_asked_about(assertion: Assertion) -> None:
    found = screen([_finding("calf"), _finding("swollen", assertion)], [PAIR])
    assert found.hits == ()
    assert [(hit.flag.id, hit.level) for hit in found.questions] == [(PAIR.id, URGENT)]


@pytest.mark.parametrize("assertion", SWITCHED_OFF)
def test_a_live_sign_beside_a_switched_off_one_is_nothing(assertion: Assertion) -> None:
    assert screen([_finding("calf"), _finding("swollen", assertion)], [PAIR]) == Screen()


def test_a_flag_that_is_live_is_not_asked_about_as_well() -> None:
    found = screen([_finding("chest_pain"), _finding("chest_pain", Assertion.HYPOTHETICAL)], [SINGLE])
    assert len(found.hits) == 1
    assert found.questions == ()


def test_a_denial_of_a_sign_does_not_undo_the_same_sign_said_elsewhere() -> None:
    findings = [_finding("chest_pain", Assertion.ABSENT), _finding("chest_pain", sentence=1)]
    assert screen(findings, [SINGLE]).level is EMERGENCY


def test_a_hit_rests_on_the_findings_of_its_trigger_only() -> None:
    calf, swollen, other = _finding("calf"), _finding("swollen"), _finding("fever")
    (hit,) = screen([calf, other, swollen], [PAIR]).hits
    assert hit.findings == (calf, swollen)


def test_the_most_urgent_flag_is_spoken_about() -> None:
    findings = [_finding("calf"), _finding("swollen"), _finding("chest_pain")]
    found = screen(findings, FLAGS)
    assert found.leading is not None
    assert found.leading.flag is SINGLE
    assert found.level is EMERGENCY


def test_of_equally_urgent_flags_the_one_with_more_findings_is_spoken_about() -> None:
    more = _flag(Trigger(("calf", "swollen", "hot"), URGENT), flag_id="RF95")
    found = screen([_finding("calf"), _finding("swollen"), _finding("hot")], [PAIR, more])
    assert found.leading is not None
    assert found.leading.flag is more


FINDINGS = st.lists(
    st.builds(
        _finding,
        st.sampled_from(["calf", "swollen", "chest_pain", "fever", "confused"]),
        st.sampled_from(Assertion),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=8,
)


@given(said=FINDINGS, more=FINDINGS)
@settings(derandomize=True, deadline=None)
def test_more_findings_never_lower_the_level(said: list[Finding], more: list[Finding]) -> None:
    before, after = screen(said, FLAGS).level, screen([*said, *more], FLAGS).level
    assert highest([before, after]) is after


@given(said=FINDINGS, order=st.randoms(use_true_random=False))
@settings(derandomize=True, deadline=None)
def test_the_order_of_findings_does_not_matter(said: list[Finding], order: random.Random) -> None:
    first, second = screen(said, FLAGS), screen(order.sample(said, len(said)), FLAGS)
    assert [(hit.flag.id, hit.level) for hit in first.hits] == [(hit.flag.id, hit.level) for hit in second.hits]
    assert [hit.flag.id for hit in first.questions] == [hit.flag.id for hit in second.questions]
