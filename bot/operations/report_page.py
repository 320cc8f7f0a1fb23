"""The page of a report: one HTML file that needs no script, no network and no explanation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.operations import report_answers, report_care, report_use
from bot.operations import report_figures as kinds
from bot.operations.report_figures import LEAST, Figures
from bot.operations.report_groups import Group
from bot.operations.report_html import Html, element, html, joined
from bot.operations.report_names import Names
from bot.operations.report_words import HIDDEN, Section, counted, day, moment, number, part_cell, seconds, share

STYLE = Path(__file__).with_suffix(".css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TITLE = "What the assistant was asked"


def page(figures: Figures, groups: Sequence[Group], names: Names, *, by_meaning: bool) -> str:
    """The whole file for `figures` and `groups` of unanswered messages (`by_meaning`, or else by words)."""
    if figures.is_empty:
        return _file(figures, [_nothing(figures)])
    parts = _sections(figures, groups, names, by_meaning)
    links = [element("li", element("a", part.title, href=f"#{part.id}")) for part in parts]
    contents = element("nav", element("ol", *links), aria_label="Contents")
    return _file(figures, [_tiles(figures), contents, *map(_section, parts), _reading(figures)])


def _sections(figures: Figures, groups: Sequence[Group], names: Names, by_meaning: bool) -> list[Section]:
    parts = []
    if figures.all.times:
        parts += [report_use.use(figures, names), report_answers.endings(figures, names)]
        parts += [report_answers.topics(figures, names)]
    parts += [report_answers.unanswered(groups, by_meaning=by_meaning), report_answers.thumbs(figures, names)]
    parts += [report_care.self_check(figures, names), report_care.results(figures, names)]
    parts += [report_care.escalations(figures, names)]
    return [*parts, report_use.times(figures)] if figures.all.times else parts


def _section(part: Section) -> Html:
    return element(
        "section",
        element("h2", part.title, id=part.id),
        element("p", part.says, class_="says"),
        part.body,
        *([element("p", element("strong", "What you can do"), html(f" {part.do}"), class_="do")] if part.body else []),
        aria_labelledby=part.id,
    )


def _tiles(figures: Figures) -> Html:
    asked = [figures.kinds[kind].times for kind in (kinds.ANSWERED, kinds.ASKED_BACK, kinds.REFUSED)]
    tiles = [
        ("Conversations", number(len(figures.all.known))),
        ("Messages", number(figures.all.times)),
        ("Questions answered", share(asked[0], sum(asked))),
        ("Self-checks finished", part_cell(figures.check.finished, exact=figures.check_is_exact)),
        ("Half answered within", seconds(float(np.median(figures.milliseconds))) if figures.milliseconds else "–"),
    ]
    return element(
        "dl", *(element("div", element("dt", name), element("dd", value)) for name, value in tiles), class_="tiles"
    )


def _nothing(figures: Figures) -> Html:
    return element(
        "section",
        element("h2", "Nothing to report"),
        element(
            "p",
            f"The data base holds nothing from this period ({counted(figures.period.days, 'day')}).",
            class_="says",
        ),
        element(
            "p",
            element("strong", "What you can do"),
            html(
                " Open your page and send the assistant a message; it should be in the next report. If it is not, look "
                "whether “bot report” and “bot serve” have the same data base set."
            ),
            class_="do",
        ),
    )


def _reading(figures: Figures) -> Html:
    notes = [
        "A message is what a person wrote, together with its answer. A conversation is what one person wrote in one "
        "place; one that lasts several days counts on each of them.",
        f"“{HIDDEN}” stands for 1 to {LEAST - 1} conversations, so that nobody can be recognised by accident. A reader "
        "who adds and subtracts may still come near: show this file only to people who may see the conversations.",
        "Times are in UTC. The last day is counted up to the moment of this report.",
    ]
    if figures.all.forgotten:
        notes.append(
            f"Conversations with {counted(figures.all.forgotten, 'message')} were deleted since. Their messages count, "
            "but nobody can tell any more how many conversations they were: where they come in, a plus stands behind "
            "the number of conversations. The questions of the self-check are counted without them."
        )
    return element(
        "section",
        element("h2", "How to read this", id="reading"),
        element("ul", *(element("li", note) for note in notes)),
        aria_labelledby="reading",
    )


def _file(figures: Figures, parts: Sequence[Html]) -> str:
    first, last = figures.period.start.date(), figures.period.end
    span = f"{day(first, year=first.year != last.year)} to {day(last.date(), year=True)}"
    if first == last.date():
        span = day(first, year=True)
    head = element(
        "header",
        element("h1", _TITLE),
        element("p", element("span", span, class_="span"), html(f" Made on {moment(last)} (UTC).")),
    )
    style = STYLE.read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html(f'{_TITLE}: {span}')}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{joined([head, *parts])}\n</main>\n</body>\n</html>\n"
    )
