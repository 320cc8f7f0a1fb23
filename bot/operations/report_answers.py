"""Parts of a report about answers: what messages led to, which topics came up, whether it helped, what was missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.operations import report_figures as kinds
from bot.operations.report_figures import LEAST, Figures, Tally
from bot.operations.report_groups import Group
from bot.operations.report_html import Html, element, joined, table
from bot.operations.report_names import KINDS, Names
from bot.operations.report_pictures import bar, keys, shares
from bot.operations.report_words import HIDDEN, Section, counted, listed, number, quoted, share, shown, shown_times

_MOST_GROUPS = 30
_LONGEST = 200  # characters of an example


def endings(figures: Figures, names: Names) -> Section:
    """What messages led to: kinds, and outcomes in full."""
    times = {kind: figures.kinds[kind].times for kind in KINDS if kind in figures.kinds}
    asked = {kind: times.get(kind, 0) for kind in (kinds.ANSWERED, kinds.ASKED_BACK, kinds.REFUSED)}
    whole = sum(asked.values())
    says = "No message asked for anything."
    if whole:
        answered, back, refused = (share(value, whole) for value in asked.values())
        says = (
            f"Of {counted(whole, 'message')} that asked something, {answered} were answered, {back} were asked back "
            f"about, and {refused} were refused because they lay outside the subject."
        )
    told = ", ".join(f"{names.kind(kind)} {share(value, figures.all.times)}" for kind, value in times.items())
    picture = shares(
        "kinds",
        "What all messages led to",
        f"{told}.",
        [(names.kind(kind), times.get(kind, 0)) for kind in KINDS],
    )
    by_kind = table(
        "The same in numbers",
        ("Led to", "Messages", "Share", "Which are"),
        [
            (names.kind(kind), number(value), share(value, figures.all.times), names.meaning(kind))
            for kind, value in times.items()
        ],
        numbers=(1, 2),
    )
    by_outcome = _bars(
        "Outcome",
        [(names.outcome(outcome), tally) for outcome, tally in figures.outcomes.items()],
        "Share of messages",
        lambda tally: HIDDEN if tally.is_small else share(tally.times, figures.all.times),
    )
    folded = element("details", element("summary", "Every outcome"), by_outcome)
    return Section(
        "endings",
        "What messages led to",
        says,
        "Much asking back means that people use words which the assistant has not learnt: hand what it could "
        "not answer (below) to whoever looks after its content. Much refusing means that people expect something else "
        "of it: say beside the chat what it is for. The server’s log has the faults behind fixed replies.",
        joined([picture, by_kind, folded]),
    )


def topics(figures: Figures, names: Names) -> Section:
    """Topics by the number of conversations that they came up in."""
    ranked = sorted(
        ((names.topic(topic), tally) for topic, tally in figures.topics.items()),
        key=lambda item: (-item[1].weight, item[0]),
    )
    first = [f"{quoted(name)} ({shown(tally)})" for name, tally in ranked if not tally.is_small][:3]
    silent = [quoted(topic.title) for topic in names.library.topics.values() if topic.id not in figures.topics]
    says = (
        f"Most conversations were about: {listed(first)}." if first else "No topic came up in 5 conversations or more."
    )
    if silent and first:
        says += f" Nobody asked about: {listed(silent)}."
    return Section(
        "topics",
        "What people asked about",
        says,
        "Put what is asked most where your visitors see it before they ask. A topic that nobody asks about does no "
        "harm; if you would like people to find it, name it beside the chat.",
        _bars("Topic", ranked, "Messages", shown_times),
    )


def thumbs(figures: Figures, names: Names) -> Section:
    """Thumbs up and down by what they were about."""
    about = sorted(
        figures.helpful.keys() | figures.unhelpful.keys(),
        key=lambda name: (-figures.unhelpful[name].weight, -figures.helpful[name].weight, names.outcome(name)),
    )
    pairs = [(name, figures.helpful[name], figures.unhelpful[name]) for name in about]
    most = max((_open(up) + _open(down) for _, up, down in pairs), default=0)
    rows = [
        (
            names.outcome(name),
            shown_times(up),
            shown_times(down),
            bar([(_open(up), "good"), (_open(down), "bad")], most),
            "–" if up.is_small or down.is_small else share(up.times, up.times + down.times),
        )
        for name, up, down in pairs
    ]
    disliked = [quoted(names.outcome(name)) for name in about if figures.unhelpful[name].conversations >= LEAST][:3]
    says = "No answer got thumbs down in 5 conversations or more."
    if not about:
        says = "Nobody pressed a thumb."
    elif disliked:
        says = f"Most thumbs down went to: {listed(disliked)}."
    return Section(
        "thumbs",
        "Whether it helped",
        says,
        "Read an answer with many thumbs down aloud, and ask somebody from the field what they would say. Few people "
        "press a thumb, so leave small differences alone.",
        joined(
            [
                table(
                    "Thumbs by what they were about",
                    ("Answer", "Helpful", "Not helpful", "", "Share helpful"),
                    rows,
                    numbers=(1, 2, 4),
                ),
                keys([("Helpful", "good"), ("Not helpful", "bad")]),
            ]
        )
        if rows
        else Html(),
    )


def unanswered(groups: Sequence[Group], *, by_meaning: bool) -> Section:
    """What was asked and could not be answered, in groups of like messages."""
    messages = sum(item.messages for item in groups)
    several = [item for item in groups if item.messages > 1]
    single = [item for item in groups if item.messages == 1]
    says = "No message without an answer was kept."
    if messages:
        says = f"{counted(messages, 'message')} without an answer {'was' if messages == 1 else 'were'} kept."
    if several:
        says += f" Messages that are alike make {counted(len(several), 'group')}; the largest has "
        says += f"{counted(several[0].messages, 'message')}."
    how = (
        "by their meaning" if by_meaning else "by their words, since the model that compares meanings is not installed"
    )
    body = [
        element(
            "p", f"Messages were put together by a computer, {how}; some may stand in the wrong group.", class_="note"
        )
    ]
    if several:
        rows = [
            (_quoted(item.examples), number(item.messages), number(item.conversations))
            for item in several[:_MOST_GROUPS]
        ]
        body.append(
            table("Groups, the largest first", ("For example", "Messages", "Conversations"), rows, numbers=(1, 2))
        )
    if len(several) > _MOST_GROUPS:
        body.append(element("p", f"{counted(len(several) - _MOST_GROUPS, 'smaller group')} not shown.", class_="note"))
    if single:
        shown_ones = [_quoted(item.examples) for item in single[:_MOST_GROUPS]]
        items = element("ul", *(element("li", item) for item in shown_ones), class_="quotes")
        more = f", of which {_MOST_GROUPS} are shown" if len(single) > _MOST_GROUPS else ""
        body.append(element("details", element("summary", f"Asked once: {len(single):,}{more}"), items))
    return Section(
        "unanswered",
        "What people asked that it could not answer",
        f"{says} Only people who agreed to it are in here; names, numbers and "
        "addresses are taken out where they are recognised.",
        "What concerns your place (opening hours, prices) belongs on your page. What concerns the subject may be a "
        "topic that is missing, or other words for one that is there: hand it to whoever looks after the content.",
        joined(body) if messages else Html(),
    )


def length(tally: Tally) -> tuple[int, str]:
    """Length and class of its bar."""
    return tally.weight, "few" if tally.is_small else "c0"


def _bars(name: str, rows: Sequence[tuple[str, Tally]], last: str, told: Callable[[Tally], str]) -> Html:
    """A table by conversations, with one more column, named `last`, that `told` fills."""
    # Small ones in the order of their names: their place would tell how small they are.
    ranked = sorted(rows, key=lambda item: (-item[1].weight, item[1].is_small, item[0]))
    most = max((tally.weight for _, tally in ranked), default=0)
    lines = [(each, shown(tally), bar([length(tally)], most), told(tally)) for each, tally in ranked]
    if not lines:
        return Html()
    return table(f"{name}s by conversations", (name, "Conversations", "", last), lines, numbers=(1, 3))


def _open(tally: Tally) -> int:
    """How often it came, where that is not hidden."""
    return 0 if tally.is_small else tally.times


def _quoted(texts: Sequence[str]) -> Html:
    """What people wrote, each apart from the page in its direction of writing too."""
    short = (text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…" for text in texts)
    return joined((element("q", text, dir="auto") for text in short), "<br>")
