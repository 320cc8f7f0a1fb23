"""The same conversations on every channel: the same outcomes, words and choices.

The data base is in memory, since what is said about privacy names the channel and what it keeps where it lasts.
Scripts with a wish to be reminded are not among these: the terminal can remind nobody, and says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import fields

import pytest

from bot.channels.telegram_text import LONGEST_TEXT
from bot.core.red_flags import Level
from bot.core.self_check import ResultKind
from bot.evaluation.scripts import Script, load_scripts
from bot.runtime.assistant import Assistant
from bot.storage.current import notebook
from tests.channels.conftest import Told
from tests.channels.lines import Heard, talk
from tests.channels.switchboard import Switchboard, switchboard

NAMES = (
    # topics, follow-ups, two questions in one
    "coverage: the overview, more of it, and how often",
    "coverage: what it feels like, then what else to train",
    "coverage: moving stretches before a run, until there is nothing more",
    "coverage: two questions in one message",
    "digressions: two topic questions in a row, then the answer",
    # the self-check to each kind of result, by taps and in words
    "first: the whole check by buttons, the article's picture",
    "coverage: the article's picture in own words",
    "coverage: sciatica that looks like a tight hamstring",
    "coverage: one sore spot on the bone, awake at night, and no routine",
    "coverage: not sure nearly all the way, and one answer put right afterwards",
    "dangers: injury by buttons",
    # routines with exercises
    "coverage: an Achilles that leads, and slow heel raises",
    "coverage: week 2 in full, with everything a gym goer asks for",
    "routine: taps the whole way",
    "routine: two reds",
    "routine: typed payloads do nothing",
    # red flags and safety questions
    "coverage: a safety question stays until it is answered",
    "coverage: two dangers, taken back one after the other",
    "dangers: ticks both legs, takes it back by the button and ticks the cold foot",
    "dangers: asks what if the calf swells, and says it has not",
    "digressions: a danger in a very long message ends the check",
    # corrections
    "corrections: onset corrected by button and number opens the injury question",
    "self_check_repairs: it did swell, after the result",
    # privacy, a person, small talk, thumbs
    "digressions: asks about privacy before agreeing and later on",
    "digressions: topic, privacy, a person and small talk, one after the other",
    "digressions: thumbs only",
)
DELETION = Script(
    "parity: has everything deleted and begins anew",
    [
        {"say": "guide me through stretches"},
        {"tap": "None of these"},
        {"say": "delete everything you have on me"},
        {"tap": "No, keep it"},
        {"say": "delete my data"},
        {"tap": "Yes, delete it all"},
        {"say": "what is dorsiflexion?"},
    ],
)
_LONG = " extraordinarily" * 50
MARKS = Script(
    "parity: long answers with signs that mean something to a channel come back whole",
    [
        {"say": "check my symptoms"},
        {"say": "yes"},
        {"say": "none"},
        {"say": "none"},
        {"say": f"it crept up slowly & gradually,{_LONG} <b>*so*</b> _slowly_"},
        {"say": f"at the achilles,{_LONG} <!channel>"},
        {"say": f"stiff at first and then it loosens,{_LONG} &amp; <@U123>"},
        {"say": f"yes, easier,{_LONG} [so](http://example.com)"},
        {"tap": "Bending forward with straight legs"},
        {"tap": "Back of the thigh"},
        {"tap": "None of these"},
        {"tap": "Summary"},
    ],
)
_KNOWN = {script.id: script for script in load_scripts()}
SCRIPTS = (*(_KNOWN[name] for name in NAMES if name in _KNOWN), DELETION, MARKS)
CHANNELS = ("web", "slack", "telegram")
_AT_ONCE = 8  # conversations
_ONE_PIECE = 2900  # characters that no channel splits
Played = Mapping[tuple[str, str], list[Heard] | BaseException]


@pytest.fixture(scope="module")
def played(assistant: Assistant, runner: asyncio.Runner) -> Played:
    """What was heard in each script on each channel, or what went wrong there; people talk at the same time."""
    wanted = [(channel, script) for script in SCRIPTS for channel in CHANNELS]
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(board: Switchboard, channel: str, script: Script) -> list[Heard]:
        async with places:
            conversation, line = await getattr(board, channel)()
            script.note_sessions(notebook(), conversation)
            return await talk(script, line)

    async def everybody() -> list[list[Heard] | BaseException]:
        async with switchboard(assistant) as board:
            talks = (one(board, channel, script) for channel, script in wanted)
            return await asyncio.gather(*talks, return_exceptions=True)

    keys = [(channel, script.id) for channel, script in wanted]
    return dict(zip(keys, runner.run(everybody()), strict=True))


def test_the_scripts_are_there() -> None:
    assert set(NAMES) <= set(_KNOWN)


def test_what_is_said_needs_splitting_and_escaping(tell: Callable[[Script], Told]) -> None:
    summary = tell(MARKS).heard[-1].text
    assert len(summary) > LONGEST_TEXT
    assert all(
        sign in summary for sign in ("& gradually", "<b>*so*</b> _slowly_", "<!channel>", "&amp; <@U123>", "](http")
    )


def test_the_scripts_reach_every_result_every_level_and_all_that_is_waited_for(
    tell: Callable[[Script], Told],
) -> None:
    turns = [heard for script in SCRIPTS for heard in tell(script).heard]
    waited = {(heard.expecting or "").partition(":")[0] for heard in turns}
    assert {heard.result for heard in turns} == {None, *(kind.value for kind in ResultKind)}
    assert {heard.level for heard in turns} == {None, *(level.value for level in Level)}
    assert {"self_check", "routine", "danger", "choice"} <= waited


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_conversation_is_the_same_as_in_the_terminal(
    channel: str, script: Script, tell: Callable[[Script], Told], played: Played
) -> None:
    found = played[channel, script.id]
    if isinstance(found, BaseException):
        raise found
    expected = tell(script).heard
    for number, (step, here, there) in enumerate(zip(script.turns, found, expected, strict=True), 1):
        for part in fields(Heard):
            told, wanted = getattr(here, part.name), getattr(there, part.name)
            if (
                part.name == "text" and len(wanted) > _ONE_PIECE
            ):  # where it was split no more can be told than its words
                told, wanted = told.split(), wanted.split()
            assert told == wanted, f"turn {number}, {step}: {part.name}"
