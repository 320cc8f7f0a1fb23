"""How a routine speaks: the exercise at hand, the list of exercises, and their cards; wording is content.

Whatever shows an exercise asks for a `Cleared`, which only `bot.core.routine_gate` gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.core.check_speech import Phrase, choice_button
from bot.core.exercises import Dose, Exercise, ExerciseBook
from bot.core.replies import Button, Reply
from bot.core.routine import STRENGTH_FROM_WEEK, Routine
from bot.core.routine_gate import Cleared
from bot.core.walk import MOST_PAIN, Walk


def _buttons(*choices: tuple[str, str]) -> tuple[Button, ...]:
    return tuple(choice_button(title, "routine", wish) for title, wish in choices)


WALK_BUTTONS = _buttons(
    ("Done, next", "next"),
    ("Easier", "easier"),
    ("Harder", "harder"),
    ("It hurts", "hurts"),
    ("Pause", "pause"),
    ("Stop", "stop"),
)
OFFER_BUTTONS = _buttons(("Start", "next"), ("Change it", "change"), ("Not now", "stop"))
KEEP_BUTTONS = _buttons(("Yes, keep a note", "keep"), ("No", "drop"))
CHECK_IN_BUTTONS = _buttons(("Better", "better"), ("The same", "same"), ("Worse", "worse"))
PAIN_SCALE = {"type": "scale", "from": 0, "to": MOST_PAIN}


def dose_text(dose: Dose, each_side: bool) -> str:
    """ "Hold 20 seconds, 2 times on each side." or "2 rounds of 8 on each side." """
    side = " on each side" if each_side else ""
    if dose.seconds is not None:
        return f"Hold {dose.seconds} seconds, {_times(dose.sets)}{side}."
    rounds = "1 round" if dose.sets == 1 else f"{dose.sets} rounds"
    return f"{rounds} of {dose.repeats}{side}."


def exercise_reply(cleared: Cleared, book: ExerciseBook, before: Iterable[str] = ()) -> Reply:
    """The exercise at hand: number, steps, dose, what it should feel like, and when to stop; behind `before`."""
    walk = walk_of(cleared)
    exercise = book.exercises[walk.current or ""]
    number, of = walk.index + 1, len(walk.exercises)
    count = f"Exercise {number} of {of}: " if of > 1 else ""
    dose = dose_text(exercise.dose(walk.week), exercise.each_side)
    lead = f"{count}{exercise.name}, for the {exercise.area}."
    text = f"{lead} {' '.join(exercise.steps)} {dose} {feeling(exercise)}"
    if walk.ease:
        text = f"{lead} {exercise.easier if walk.ease < 0 else exercise.harder}"
    paragraphs = [" ".join(before), text, book.stop_rule]
    sources = tuple(source.label for source in exercise.sources)
    return Reply("\n\n".join(filter(None, paragraphs)), WALK_BUTTONS, sources, exercise_card(cleared, book))


def feeling(exercise: Exercise) -> str:
    """What it should feel like, as a sentence of its own."""
    return f"What to feel: {exercise.feel[0].lower()}{exercise.feel[1:]}"


def explained(cleared: Cleared, book: ExerciseBook) -> str:
    """The exercise at hand once more, step by step, for somebody who asks what it is."""
    walk = walk_of(cleared)
    exercise = book.exercises[walk.current or ""]
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(exercise.steps, 1))
    dose = dose_text(exercise.dose(walk.week), exercise.each_side)
    return f"{exercise.name}, step by step:\n{steps}\n{dose} {feeling(exercise)}"


def exercise_card(cleared: Cleared, book: ExerciseBook) -> dict[str, Any]:
    """What a channel needs to draw the exercise at hand, with a timer where it is held."""
    walk = walk_of(cleared)
    exercise = book.exercises[walk.current or ""]
    dose = exercise.dose(walk.week)
    return {
        "type": "exercise",
        "exercise": exercise.id,
        "name": exercise.name,
        "number": walk.index + 1,
        "of": len(walk.exercises),
        "picture": exercise.picture,
        "picture_text": exercise.picture_text,
        "steps": list(exercise.steps),
        "dose": dose_text(dose, exercise.each_side),
        "sets": dose.sets,
        "seconds": dose.seconds,
        "repeats": dose.repeats,
        "sides": 2 if exercise.each_side else 1,
        "feel": exercise.feel,
        "stop": book.stop_rule,
    }


def walk_of(cleared: Cleared) -> Walk:
    """Where the session is in its exercises; it must have come to one."""
    walk = cleared.session.walk
    assert walk is not None
    assert walk.current is not None
    return walk


def offer_reply(
    cleared: Cleared, book: ExerciseBook, routine: Routine, phrase: Phrase, notes: Iterable[str] = ()
) -> Reply:
    """The whole routine as a list, what comes on top, what was left out, `notes` (reply ids), and whether to start."""
    week = cleared.session.week
    paragraphs = [
        phrase("routine_offer").format(
            week=week,
            minutes=sum(book.exercises[name].minutes for name in routine.exercises),
            exercises=_listed(book, routine.exercises, week),
        )
    ]
    if routine.strength:
        listed = _listed(book, routine.strength, week)
        paragraphs.append(phrase("routine_strength").format(exercises=listed))
    elif week < STRENGTH_FROM_WEEK:
        paragraphs.append(phrase("routine_later_strength"))
    if routine.left_out:
        names = ", ".join(book.exercises[name].name.lower() for name in routine.left_out)
        paragraphs.append(phrase("routine_left_out").format(names=names))
    paragraphs += [phrase(note) for note in notes]
    paragraphs.append(phrase("routine_days"))
    return Reply("\n\n".join(paragraphs), OFFER_BUTTONS, card=_routine_card(book, routine, week))


def _routine_card(book: ExerciseBook, routine: Routine, week: int) -> dict[str, Any]:
    return {
        "type": "routine",
        "week": week,
        "version": book.version,
        "exercises": [_entry(book, name, week) for name in routine.exercises],
        "strength": [_entry(book, name, week) for name in routine.strength],
        "left_out": [book.exercises[name].name for name in routine.left_out],
    }


def _entry(book: ExerciseBook, name: str, week: int) -> dict[str, Any]:
    exercise = book.exercises[name]
    dose = dose_text(exercise.dose(week), exercise.each_side)
    return {"exercise": name, "name": exercise.name, "dose": dose, "days": exercise.days, "picture": exercise.picture}


def _listed(book: ExerciseBook, names: Iterable[str], week: int) -> str:
    lines = []
    for name in names:
        exercise = book.exercises[name]
        dose = dose_text(exercise.dose(week), exercise.each_side)
        lines.append(f"- {exercise.name} ({exercise.area}): {dose[0].lower()}{dose[1:]}")
    return "\n".join(lines)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
