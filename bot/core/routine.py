"""Which exercises fit a person: what must be asked, who gets none, and what goes into a routine of so many minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.exercises import Exercise, ExerciseBook, Kind
from bot.core.questions import OPEN, Answers, Question, Questionnaire, settle

DANGERS, BODY, LIMITS, LEVEL = "now", "body", "limits", "level"
SAFETY = (DANGERS, BODY)
"""The two questions without which nobody gets a stretch."""
NOTHING = ("none",)
"""The answer to them that bars from nothing."""
DIABETES = "diabetes"
MINUTES: Mapping[str, int] = {"five": 5, "ten": 10, "fifteen": 15}
"""Length of a routine by the answer to `minutes`; no answer counts as ten."""
STRENGTH_FROM_WEEK = 2  # clinical reference, section 4b
QUICK = ("strap_stretch", "chair_fold", "calf_wall_straight")  # the one exercise for "just give me a stretch", by fit
NORDIC = "nordic_curl"
_STRETCHES = ("strap_stretch", "calf_wall_straight", "calf_wall_bent", "hip_flexor_kneel")  # the minimal plan
_INSTEAD = {"strap_stretch": "chair_fold"}  # what does the same where the first does not fit
_WARM_UP, _LONGER = "leg_swings", "seated_fold"  # first and last of a long routine
_STRENGTH = ("glute_bridge", "single_leg_deadlift")
_USED_TO_IT = frozenset({"used", "gym"})


class Barred(StrEnum):
    """Why somebody gets no routine; each has a reply `barred_<id>` that says what to do instead."""

    UNDER_18 = "under_18"
    PREGNANT = "pregnant"
    OPERATION = "operation"
    INJURY = "injury"
    STRONG_PAIN = "strong_pain"
    TINGLING = "tingling"
    ANTIBIOTIC = "antibiotic"
    UNSURE = "unsure"
    BONE = "bone"
    NERVE = "nerve"


@dataclass(frozen=True)
class Needs:
    """What a person told: `minutes` a day, limits by id, and whether they are used to exercise.

    `pattern` is the leading pattern of a self-check that was finished, `week` the week of the routine from 1.
    """

    minutes: int = 10
    limits: frozenset[str] = frozenset()
    used_to_it: bool = False
    nordic: bool = False
    pattern: str | None = None
    week: int = 1

    @classmethod
    def of(
        cls,
        answers: Answers,
        *,
        limits: Iterable[str] = (),
        nordic: bool = False,
        pattern: str | None = None,
        week: int = 1,
    ) -> Needs:
        """From the answers to the routine's questions, and `limits` that were told elsewhere."""
        told = frozenset((*answers.get(LIMITS, ()), *limits)) - OPEN - {"none"}
        length = MINUTES.get(next(iter(answers.get("minutes", ())), ""), 10)
        return cls(length, told, bool(_USED_TO_IT.intersection(answers.get(LEVEL, ()))), nordic, pattern, week)


@dataclass(frozen=True)
class Routine:
    """The exercises of a day in their order, those for two days a week, and what was left out for a limit."""

    exercises: tuple[str, ...]
    strength: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    week: int = 1


def from_self_check(answers: Answers, questions: Questionnaire) -> dict[str, tuple[str, ...]]:
    """What a self-check has told of the routine's answers: what bars counts at once, "nothing" only once it is sure.

    Its `limits` are some that are there; there may be others.
    """
    about, began = answers.get("you", ()), answers.get("onset", ())
    known: dict[str, tuple[str, ...]] = {DANGERS: NOTHING} if answers.get(DANGERS) == NOTHING else {}
    if DIABETES in about:
        known[LIMITS] = (DIABETES,)
    body = questions.by_id[BODY]
    told = [option for option in about if option in body.by_id and not body.by_id[option].nothing]
    told += ["injury"] if {"injury", "pop"}.intersection(began) else []
    told += ["tingling"] if "tingling" in answers.get("nerve", ()) else []
    if told:
        return {**known, BODY: settle(body, told)}
    if not about or not began or OPEN.intersection((*about, *began, *answers.get("nerve", ()))):
        return known
    return {**known, BODY: NOTHING}


def is_doubted(body: Question, raised: Collection[str]) -> bool:
    """True where a red flag among `raised` (ids) speaks against the answer that nothing of `body` is there."""
    numbers = {flag.partition("-")[0] for flag in raised}
    return any(flag in numbers for option in body.options for flag, _ in option.raises)


def barred(answers: Answers, result: str | None = None) -> Barred | None:
    """Why there is no routine for these answers (and the self-check's `result`, if there was one); None to go on.

    Not sure counts as a yes. A danger has been escalated before this is asked. What shows exercises does not call this
    but goes through `bot.core.routine_gate`.
    """
    told = answers.get(BODY, ())
    if OPEN.intersection(told):
        return Barred.UNSURE
    for reason in Barred:
        if reason.value in told:
            return reason
    by_result = {
        "local_injury": Barred.INJURY,
        "other_pattern:bone": Barred.BONE,
        "other_pattern:nerve": Barred.NERVE,
    }
    return by_result.get(result or "")


def compose(book: ExerciseBook, needs: Needs) -> Routine:
    """The routine that fits `needs`. It may be short, but holds at least one exercise: the calf stretches fit all."""
    left_out: list[str] = []

    def fitting(wanted: Iterable[str]) -> list[Exercise]:
        found = []
        for name in wanted:
            exercise = book.exercises[name]
            if exercise.leave_out_if & needs.limits:
                left_out.append(name)
                other = book.exercises.get(_INSTEAD.get(name, ""))
                if other is None or other.leave_out_if & needs.limits:
                    continue
                exercise = other
            found.append(exercise)
        return found

    chosen = _within(fitting(_STRETCHES), needs.minutes)
    left = needs.minutes - sum(exercise.minutes for exercise in chosen)
    added = [item.id for item in book.exercises.values() if item.for_pattern and item.for_pattern == needs.pattern]
    chosen += _within(fitting(added), max(left, 2))  # an addition for one's own pattern is worth two more minutes
    if needs.minutes > MINUTES["ten"]:
        chosen = [*fitting((_WARM_UP,)), *chosen, *fitting((_LONGER,))]
    strength = list(_STRENGTH) if needs.minutes >= MINUTES["ten"] and needs.week >= STRENGTH_FROM_WEEK else []
    if needs.nordic and needs.used_to_it:
        strength.append(NORDIC)
    extra = [exercise.id for exercise in fitting(strength)]
    return Routine(tuple(item.id for item in chosen), tuple(extra), tuple(left_out), needs.week)


def quick(book: ExerciseBook, limits: frozenset[str] = frozenset()) -> Routine:
    """One exercise, for somebody who just wants a stretch."""
    fits = next(name for name in QUICK if not book.exercises[name].leave_out_if & limits)
    return Routine((fits,))


def _within(exercises: Sequence[Exercise], minutes: int) -> list[Exercise]:
    """The first of `exercises` that take `minutes` together, at least one if there are any."""
    found: list[Exercise] = []
    for exercise in exercises:
        if found and sum(item.minutes for item in found) + exercise.minutes > minutes:
            break
        found.append(exercise)
    return found


def is_stretch(exercise: Exercise) -> bool:
    """True where the exercise is held."""
    return exercise.kind is Kind.STRETCH
