from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.red_flags import Level, RedFlag, Trigger, highest
from bot.core.watch import Watch

EMERGENCY, URGENT, PROFESSIONAL = Level.EMERGENCY, Level.URGENT, Level.PROFESSIONAL
FLAGS = ("RF01", "RF02", "RF31")
LEG = RedFlag(
    "RF02", URGENT, "leg", "ask?", "why.", "meanwhile.", "never.", "source",
    (Trigger(("calf", "swollen"), URGENT), Trigger(("calf", "hot"), URGENT)),
)  # fmt: skip
RAISED = st.lists(st.tuples(st.sampled_from(FLAGS), st.sampled_from(Level)), max_size=6)


def _watch(*raised: tuple[str, Level]) -> Watch:
    watch = Watch()
    for flag, level in raised:
        watch = watch.raise_flag(flag, level)
    return watch


def test_a_new_conversation_has_no_danger() -> None:
    assert Watch().level is None
    assert not Watch().forbids_exercise
    assert Watch().changes == ()


@pytest.mark.parametrize("levels", [(URGENT,), (PROFESSIONAL, URGENT), (URGENT, PROFESSIONAL), (URGENT, URGENT)])
def test_a_flag_keeps_the_highest_level_that_it_was_raised_to(levels: Sequence[Level]) -> None:
    watch = _watch(*(("RF02", level) for level in levels))
    assert watch.raised == {"RF02": URGENT}
    assert watch.level is URGENT


def test_the_level_is_that_of_the_most_urgent_flag() -> None:
    assert _watch(("RF31", PROFESSIONAL), ("RF01", EMERGENCY), ("RF02", URGENT)).level is EMERGENCY


@pytest.mark.parametrize(("level", "forbidden"), [(EMERGENCY, True), (URGENT, True), (PROFESSIONAL, False)])
def test_exercise_is_forbidden_while_somebody_must_be_seen_today(level: Level, forbidden: bool) -> None:
    assert _watch(("RF02", level)).forbids_exercise is forbidden


def test_a_milder_flag_beside_it_does_not_allow_exercise_again() -> None:
    assert _watch(("RF02", URGENT), ("RF31", PROFESSIONAL)).forbids_exercise


@pytest.mark.parametrize(
    ("denied", "left"),
    [
        (frozenset(), EMERGENCY),
        (frozenset({"RF99"}), EMERGENCY),
        (frozenset({"RF02"}), EMERGENCY),
        (frozenset({"RF01"}), URGENT),
        (frozenset({"RF01", "RF02"}), PROFESSIONAL),
        (frozenset(FLAGS), None),
    ],
)
def test_a_denial_takes_back_only_what_was_denied(denied: frozenset[str], left: Level | None) -> None:
    watch = _watch(("RF01", EMERGENCY), ("RF02", URGENT), ("RF31", PROFESSIONAL)).deny(denied)
    assert watch.level is left
    assert set(watch.raised) == set(FLAGS) - denied


@pytest.mark.parametrize(
    ("said", "denied", "left"),
    [
        (("calf", "swollen"), {"swollen"}, None),
        (("calf", "swollen"), {"calf"}, None),
        (("calf", "swollen"), {"hot"}, URGENT),
        (("calf", "swollen"), {"fever"}, URGENT),
        (("calf", "swollen"), set(), URGENT),
        (("calf", "swollen", "hot"), {"swollen"}, URGENT),
        (("calf", "swollen", "hot"), {"swollen", "hot"}, None),
    ],
)
def test_a_flag_goes_when_nothing_that_raised_it_is_left(
    said: tuple[str, ...], denied: set[str], left: Level | None
) -> None:
    watch = Watch().raise_flag("RF02", URGENT, said).deny_signs(denied, {"RF02": LEG})
    assert watch.level is left


def test_signs_can_be_denied_one_after_the_other() -> None:
    watch = Watch().raise_flag("RF02", URGENT, ("calf", "swollen", "hot"))
    for sign, left in (("swollen", URGENT), ("hot", None)):
        watch = watch.deny_signs({sign}, {"RF02": LEG})
        assert watch.level is left


def test_a_sign_said_later_holds_the_flag_as_well() -> None:
    watch = Watch().raise_flag("RF02", URGENT, ("calf", "swollen")).raise_flag("RF02", URGENT, ("calf", "hot"))
    assert watch.deny_signs({"swollen"}, {"RF02": LEG}).level is URGENT


def test_a_denial_of_signs_leaves_other_flags() -> None:
    other = RedFlag("RF01", EMERGENCY, "lung", "a?", "b.", "c.", "d.", "e", (Trigger(("breathless",), EMERGENCY),))
    watch = Watch().raise_flag("RF01", EMERGENCY, ("breathless",)).raise_flag("RF02", URGENT, ("calf", "swollen"))
    assert watch.deny_signs({"swollen"}, {"RF01": other, "RF02": LEG}).raised == {"RF01": EMERGENCY}


def test_a_denied_flag_can_be_raised_again() -> None:
    assert _watch(("RF02", URGENT)).deny(frozenset({"RF02"})).raise_flag("RF02", URGENT).level is URGENT


def test_every_change_is_recorded_in_its_order() -> None:
    watch = _watch(("RF31", PROFESSIONAL), ("RF02", URGENT), ("RF02", EMERGENCY)).deny(frozenset({"RF02"}))
    assert [change.split()[0] for change in watch.changes] == ["RF31", "RF02", "RF02", "RF02"]
    assert [change.split()[-1] for change in watch.changes] == ["professional", "urgent", "emergency", "denied"]


@pytest.mark.parametrize("level", [URGENT, PROFESSIONAL])
def test_what_changes_nothing_is_not_recorded(level: Level) -> None:
    watch = _watch(("RF02", URGENT))
    for same in (watch.raise_flag("RF02", level), watch.deny({"RF01"}), watch.deny_signs({"hot"}, {"RF02": LEG})):
        assert (same.raised, same.changes) == (watch.raised, watch.changes)


def test_a_watch_itself_never_changes() -> None:
    watch = _watch(("RF02", URGENT))
    watch.raise_flag("RF01", EMERGENCY)
    watch.deny(frozenset({"RF02"}))
    assert watch.raised == {"RF02": URGENT}


@given(raised=RAISED, denied=st.frozensets(st.sampled_from(FLAGS)))
@settings(derandomize=True, deadline=None)
def test_a_watch_survives_being_stored(raised: list[tuple[str, Level]], denied: frozenset[str]) -> None:
    watch = _watch(*raised).deny(denied).raise_flag("RF02", URGENT, ("calf", "swollen"))
    assert Watch.from_dict(json.loads(json.dumps(watch.as_dict()))) == watch


def test_nothing_stored_is_an_empty_watch() -> None:
    assert Watch.from_dict(None) == Watch.from_dict({}) == Watch()


@given(raised=RAISED, more=RAISED)
@settings(derandomize=True, deadline=None)
def test_raising_more_never_lowers_the_level(raised: list[tuple[str, Level]], more: list[tuple[str, Level]]) -> None:
    before, after = _watch(*raised).level, _watch(*raised, *more).level
    assert highest([before, after]) is after
    assert after is highest(level for _, level in (*raised, *more))
