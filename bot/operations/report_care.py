"""Parts of a report about health: where the self-check is left, what it told, and which dangers were raised."""

from __future__ import annotations

from bot.core.red_flags import Level
from bot.operations.report_answers import length
from bot.operations.report_figures import LEAST, Figures
from bot.operations.report_html import Html, element, joined, table
from bot.operations.report_names import Names
from bot.operations.report_pictures import bar, keys
from bot.operations.report_words import Section, counted, listed, part, part_cell, rounded, shown


def self_check(figures: Figures, names: Names) -> Section:
    """Where people leave the self-check, by question."""
    check = figures.check
    exact = figures.check_is_exact
    order = [*names.questions, *sorted(check.reached.keys() - set(names.questions))]
    most = max(check.reached.values(), default=0) if exact else rounded(max(check.reached.values()))
    rows = []
    for question in (question for question in order if check.reached[question]):
        reached, left, ended = check.reached[question], check.left[question], check.ended[question]
        lengths = [(check.answered[question], "c0"), (ended, "c1"), (left, "bad")]
        if not exact:
            lengths = [(rounded(value), kind) if value >= LEAST else (0, kind) for value, kind in lengths]
        rows.append(
            (
                names.question(question),
                part_cell(reached, exact=exact),
                part_cell(check.answered[question], exact=exact),
                part_cell(ended, exact=True),
                part_cell(left, exact=True),
                bar(lengths, most),
            )
        )
    says = "Nobody was offered the self-check."
    if check.began:
        finished = part(check.finished, exact=exact)
        began = part(check.began, exact=exact)
        says = f"Of {began} conversations in which the self-check was offered, {finished} came to a result."
        question, most = max(check.left.items(), key=lambda item: item[1], default=("", 0))
        if most >= LEAST:
            says += f" Most left at “{names.question(question)}”: {most:,}."
    if check.going_on:
        says += f" Not counted, since still going on: {counted(check.going_on, 'conversation')}."
    rounding = "" if exact else " Since few left at some questions, the other numbers are rounded to 5."
    body = [
        table(
            "Questions of the self-check, in their order",
            ("Question", "Reached", "Answered", "Sent to be seen", "Left there", ""),
            rows,
            numbers=(1, 2, 3, 4),
        ),
        keys([("Answered", "c0"), ("Sent to be seen", "c1"), ("Left there", "bad")]),
        element(
            "p",
            "“Sent to be seen” means that the answer pointed to a danger and the check was broken off for it. “Left "
            f"there” means that no result followed: the person went away, stopped, or said no.{rounding}",
            class_="note",
        ),
    ]
    return Section(
        "self-check",
        "Where people leave the self-check",
        says,
        "Read the question that most leave at as if you had the pain yourself: is it clear, and can it be answered? "
        "Its words are in data/self_check.yml. To say no at the first one is everybody’s right and no fault.",
        joined(body) if rows else Html(),
    )


def results(figures: Figures, names: Names) -> Section:
    """Results of finished self-checks."""
    ranked = sorted(figures.results.items(), key=lambda item: (item[1].is_small, -item[1].weight, item[0]))
    exact = not any(tally.is_small for _, tally in ranked)
    most = max((tally.times for _, tally in ranked), default=0)
    rows = [
        (
            names.result(result),
            shown(tally) if tally.is_small else part_cell(tally.times, exact=exact),
            bar([(LEAST, "few") if tally.is_small else (tally.times, "c0")], max(most, LEAST)),
        )
        for result, tally in ranked
    ]
    says = "No self-check came to a result."
    if ranked:
        result, tally = ranked[0]
        says = "No result came in 5 conversations or more."
        if not tally.is_small:
            says = f"Most frequent: “{names.result(result)}”, in {part(tally.times, exact=exact)} conversations."
    return Section(
        "results",
        "What finished self-checks came to",
        says,
        "Do not count illnesses with this: it says which picture answers match, nobody has examined anybody, and no "
        "study has tested the check. If “not enough” is frequent, look at the questions that people skip.",
        table("Results", ("Result", "Conversations", ""), rows, numbers=(1,)) if rows else Html(),
    )


def escalations(figures: Figures, names: Names) -> Section:
    """Red flags that were raised and taken back, the most urgent level first."""
    order = [level.value for level in Level]
    flags = sorted(
        figures.raised.keys() | figures.taken_back.keys(),
        key=lambda key: (
            order.index(key[1]) if key[1] in order else len(order),
            -figures.raised[key].weight,
            key[0],
        ),
    )
    most = max((figures.raised[key].weight for key in flags), default=0)
    rows = [
        (
            names.flag(flag),
            names.level(level),
            shown(figures.raised[flag, level]),
            bar([length(figures.raised[flag, level])], most),
            shown(figures.taken_back[flag, level]),
        )
        for flag, level in flags
    ]
    frequent = sorted(
        (key for key in flags if figures.raised[key].conversations >= LEAST),
        key=lambda key: (-figures.raised[key].conversations, key),
    )
    says = "No danger sign was raised."
    if flags:
        says = "No danger sign was raised in 5 conversations or more."
    if frequent:
        first = [f"{names.flag(key[0])} ({shown(figures.raised[key])} conversations)" for key in frequent[:3]]
        says = f"Raised most often: {listed(first)}."
    return Section(
        "escalations",
        "Dangers that people were warned of",
        says,
        "Check that the emergency numbers of your region are set. A sign that is often taken back may be raised too "
        "easily: tell whoever looks after the content, and let nobody weaken it without a clinician.",
        joined(
            [
                table(
                    "Danger signs by how soon somebody must be seen, in conversations",
                    ("Danger sign", "To be seen", "Raised", "", "Taken back"),
                    rows,
                    numbers=(2, 4),
                ),
                element(
                    "p",
                    "“Taken back” means that the person said it was not there. A sign that rose to a more urgent level "
                    "stands at both.",
                    class_="note",
                ),
            ]
        )
        if rows
        else Html(),
    )
