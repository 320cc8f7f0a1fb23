"""Putting the next question of the self-check, or telling its result where none is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.check_session import SELF_CHECK, Aside, Moment, Said
from bot.core.check_speech import question_reply, result_reply
from bot.core.course import Phase
from bot.core.replies import Button, Reply

CONSENT = f"{SELF_CHECK}:consent"
SUMMARY = Button("Summary", "/self_check_summary")
CONSENT_BUTTONS = (Button.for_intent("I agree", "affirm"), Button.for_intent("No, just tell me the signs", "deny"))
_NO_ASIDE = Aside("", SELF_CHECK)


def ask_consent(moment: Moment, reply_id: str) -> Said:
    """Ask whether the questions may be asked."""
    return Said(Reply(moment.voice.phrase(reply_id), CONSENT_BUTTONS), moment.course, expecting=CONSENT, says=reply_id)


def ask(moment: Moment, notes: Sequence[str] = (), *, again: bool = False, aside: Aside | None = None) -> Said:
    """What is asked next, behind an `aside` or `notes`; in other words when it is asked `again`."""
    before, said = [*notes, *([aside.text] if aside else ())], aside or _NO_ASIDE
    if moment.course.phase is Phase.CONSENT:
        text = "\n\n".join([*before, moment.voice.phrase("check_consent_again")])
        reply = Reply(text, CONSENT_BUTTONS, said.sources)
        return Said(reply, moment.course, expecting=CONSENT, outcome=said.outcome, topic=said.topic)
    question = moment.check.next_question(moment.course.answers)
    if question is None:
        return finish(moment, before)
    course = replace(moment.course, asking=question.id)
    expecting = f"{SELF_CHECK}:{question.id}"
    again = (again and moment.course.asking == question.id) or moment.before.expecting == expecting
    reply = question_reply(moment.check, course, question, (), again)
    if moment.before.text == " ".join([*before, reply.text]):  # never the same words twice in a row
        reply = question_reply(moment.check, course, question, (), not again)
    text = ("\n\n" if said.topic else " ").join([*before, reply.text])
    reply = replace(reply, text=text, sources=said.sources)
    return Said(reply, course, expecting=expecting, outcome=said.outcome, topic=said.topic)


def finish(moment: Moment, notes: Sequence[str]) -> Said:
    """The result behind `notes`, and whether it is another than before."""
    result, phrases = moment.check.conclude(moment.course.answers), moment.voice.phrases
    before, course = moment.course.result, replace(moment.course, phase=Phase.DONE, asking=None, result=result.id)
    reply = result_reply(moment.check, course, result, phrases)
    lead = list(notes)
    if before == result.id:
        lead.append(phrases["result_unchanged"])
    elif before is not None:
        kind, _, pattern = before.partition(":")
        titles = {item.id: item.title for item in moment.check.patterns}
        lead += [phrases["result_changed"], phrases[f"result_was_{kind}"].format(pattern=titles.get(pattern, ""))]
    if lead:
        reply = replace(reply, text="\n\n".join([" ".join(lead), reply.text]))
    return Said(
        reply.with_buttons((SUMMARY,)),
        course,
        result=result.kind.value,
        raises=tuple(moment.check.raised(course.answers)),
        says=f"result_{result.kind}",
    )
