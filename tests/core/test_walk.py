"""Going through a routine: on, back, easier, and what a pain of 0 to 10 leads to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.walk import MOST_STOPPED, Light, Walk, light

WALK = Walk(("a", "b", "c"))


@pytest.mark.parametrize(
    ("pain", "sharp", "seen"),
    [
        *((pain, False, Light.GREEN) for pain in (0, 1, 2)),
        *((pain, False, Light.AMBER) for pain in (3, 4)),
        *((pain, False, Light.RED) for pain in (5, 6, 10)),
        (0, True, Light.RED),
        (2, True, Light.RED),
    ],
)
def test_lights_are_those_of_the_clinical_reference(pain: int, sharp: bool, seen: Light) -> None:
    assert light(pain, sharp) is seen


@pytest.mark.parametrize("pain", [-1, 11, 14])
def test_pain_outside_the_scale_is_refused(pain: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        light(pain)


def test_on_and_back() -> None:
    second = WALK.onward()
    assert (second.current, second.done) == ("b", ("a",))
    assert second.back().current == "a"
    assert WALK.back().current == "a"
    assert second.onward().onward().is_over


def test_what_is_left_out_is_not_done() -> None:
    assert WALK.skipped() == Walk(("a", "b", "c"), index=1)


def test_what_was_done_twice_counts_once() -> None:
    assert WALK.onward().back().onward().done == ("a",)


def test_red_breaks_off_amber_eases_and_green_changes_nothing() -> None:
    stopped, seen = WALK.felt(7)
    assert (seen, stopped.current, stopped.stopped, stopped.done) == (Light.RED, "b", ("a",), ())
    eased, seen = WALK.felt(3)
    assert (seen, eased.current, eased.ease) == (Light.AMBER, "a", -1)
    same, seen = WALK.felt(1)
    assert (seen, same.current, same.ease) == (Light.GREEN, "a", 0)


def test_the_strongest_pain_is_kept() -> None:
    walk, _ = WALK.felt(4)
    walk, _ = walk.felt(1)
    assert walk.pain == {"a": 4}


def test_two_stopped_exercises_end_the_routine() -> None:
    walk = WALK
    for _ in range(MOST_STOPPED):
        walk, _ = walk.felt(9)
    assert walk.is_over
    assert walk.current == "c"


@given(
    st.lists(st.sampled_from(["onward", "skipped", "back", "easier", "harder", "rest", "pain 2", "pain 4", "pain 8"]))
)
def test_whatever_happens_the_walk_stays_in_order_and_can_be_stored(steps: list[str]) -> None:
    walk = WALK
    for step in steps:
        if walk.is_over:
            break
        if step.startswith("pain"):
            walk, _ = walk.felt(int(step[-1]))
        elif step in ("easier", "harder"):
            walk = walk.eased(-1 if step == "easier" else 1)
        elif step == "rest":
            walk = walk.at_rest()
        else:
            walk = getattr(walk, step)()
    assert 0 <= walk.index <= len(walk.exercises)
    assert -1 <= walk.ease <= 1
    assert len(walk.done) == len(set(walk.done))
    assert Walk.from_dict(walk.as_dict()) == walk
