from __future__ import annotations

import html
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import typer
from numpy.typing import NDArray
from sqlalchemy import insert
from typer.testing import CliRunner

from bot.cli.report import report as command
from bot.content.library import library
from bot.nlu.encoder import shared_encoder
from bot.operations.report import report
from bot.operations.report_check import CheckFigures, Step, follow
from bot.operations.report_figures import Figures, Period, Tally, kind_of, read_figures
from bot.operations.report_groups import group
from bot.storage import tables
from bot.storage.database import Database, open_database
from tests.storage.conftest import database, postgresql, url  # noqa: F401

NOW = datetime(2026, 11, 30, 12, 0)
PERIOD = Period.of_days(30, NOW)
VOID = {"meta", "br", "rect", "line"}


class Rows:
    """Fills a data base; `at` is in hours before the end of the period."""

    def __init__(self, filled: Database) -> None:
        self.database = filled

    def add(self, table: str, conversation: str, hours: float = 24, **values: object) -> None:
        row = {"conversation": conversation, "at": NOW - timedelta(hours=hours), **values}
        self.database.now(lambda connection: connection.execute(insert(tables.metadata.tables[table]).values(**row)))

    def turn(self, conversation: str, outcome: str, hours: float = 24, **values: object) -> None:
        usual = {"channel": conversation.partition("-")[0], "confidence": 0.9, "milliseconds": 200.0}
        self.add("turns", conversation, hours, outcome=outcome, **{**usual, **values})

    def topic(self, topic: str, conversations: int, hours: float = 24) -> None:
        for number in range(conversations):
            self.turn(f"web-{number}", topic, hours, topic=topic)

    def check(self, conversation: str, *expecting: str, result: str | None = None) -> None:
        for question in expecting:
            self.turn(conversation, "self_check", expecting=f"self_check:{question}")
        if result:
            self.turn(conversation, "self_check", result=result)

    def figures(self, period: Period = PERIOD) -> Figures:
        return self.database.now(lambda connection: read_figures(connection, period))

    def page(self) -> Page:
        return Page(report(self.database, library(), None, 30, NOW)[0])


class Page(HTMLParser):
    """A page, read strictly: every element is closed in its turn. Tables by caption, as rows of texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.open = text, list[str]()
        self.elements: list[tuple[str, Mapping[str, str]]] = []
        self.words = ""
        self.tables: dict[str, list[list[str]]] = {}
        self._said = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("caption", "td", "th"):
            self._said = ""
        if tag == "tr":
            self.tables[self._caption].append([])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "caption":
            self._caption = self._said
            self.tables[self._caption] = []
        if tag in ("td", "th"):
            self.tables[self._caption][-1].append(self._said.replace("\xa0", " "))

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data
            self._said += data

    def all(self, name: str) -> list[Mapping[str, str]]:
        return [attributes for tag, attributes in self.elements if tag == name]

    def row(self, caption: str, name: str) -> list[str]:
        found = next(rows for title, rows in self.tables.items() if title.startswith(caption))
        return next(row[1:] for row in found if row[0] == name)


@pytest.fixture
def rows(database: Database) -> Rows:  # noqa: F811
    """A data base of each kind, to be filled."""
    return Rows(database)


@pytest.fixture
def here() -> Iterator[Rows]:
    """A data base in memory, where the kind makes no difference."""
    opened = open_database()
    yield Rows(opened)
    opened.close()


def sizes(tallies: Mapping[str, Tally]) -> dict[str, tuple[int, int]]:
    """Conversations and times by id."""
    return {name: (tally.conversations, tally.times) for name, tally in tallies.items()}


def test_counts_by_channel_day_topic_and_outcome(rows: Rows) -> None:
    for conversation, hours in (("web-1", 1), ("web-1", 2), ("web-2", 24), ("slack-1", 24)):
        rows.turn(conversation, "gait", hours, topic="gait")
    rows.turn("web-1", "self_check", topic="dorsiflexion")  # answered in between
    rows.turn("web-2", "clarify")
    rows.turn("web-2", "clarify", confidence=None)
    rows.turn("web-2", "out_of_scope")
    figures = rows.figures()
    assert (figures.all.conversations, figures.all.times) == (3, 8)
    assert sizes(figures.channels) == {"web": (2, 7), "slack": (1, 1)}
    assert sizes(figures.topics) == {"gait": (3, 4), "dorsiflexion": (1, 1)}
    assert sizes(figures.outcomes) == {
        "gait": (3, 4),
        "self_check": (1, 1),
        "clarify": (1, 1),
        "fixed": (1, 1),
        "out_of_scope": (1, 1),
    }
    days = {key: (tally.conversations, tally.times) for key, tally in figures.over_time.items()}
    today, yesterday = date(2026, 11, 30), date(2026, 11, 29)
    assert days == {(today, "web"): (1, 2), (yesterday, "web"): (2, 5), (yesterday, "slack"): (1, 1)}


def test_counts_dangers_results_thumbs_and_unanswered(rows: Rows) -> None:
    for change in ("raised", "taken_back"):
        rows.add("escalations", "web-1", flag="RF02", level="urgent", change=change)
    rows.add("escalations", "web-2", flag="RF02", level="urgent", change="raised")
    rows.add("escalations", "web-2", flag="RF02", level="emergency", change="raised")
    for conversation, result in (("web-1", "mixed"), ("web-1", "hamstring_pattern"), ("web-2", "mixed")):
        rows.turn(conversation, "self_check", result=result)
    for conversation, helpful in (("web-1", True), ("web-2", False), ("web-3", False)):
        rows.add("feedback", conversation, about="gait", helpful=helpful)
    rows.add("unanswered", "web-1", text="do you open on sunday")
    rows.add("unanswered", "web-2", text="what about cramp")
    figures = rows.figures()
    assert {key: tally.known for key, tally in figures.raised.items()} == {
        ("RF02", "urgent"): {"web-1", "web-2"},
        ("RF02", "emergency"): {"web-2"},
    }
    assert {key: tally.known for key, tally in figures.taken_back.items()} == {("RF02", "urgent"): {"web-1"}}
    assert {key: tally.known for key, tally in figures.results.items()} == {
        "hamstring_pattern": {"web-1"},  # who puts an answer right counts with the last result
        "mixed": {"web-2"},
    }
    assert (figures.helpful["gait"].times, figures.unhelpful["gait"].times) == (1, 2)
    assert figures.unanswered == [("web-2", "what about cramp"), ("web-1", "do you open on sunday")]


def test_a_period_begins_at_midnight_and_ends_now(rows: Rows) -> None:
    since_midnight = 29 * 24 + 12
    for number, hours in enumerate((since_midnight + 0.01, since_midnight, 0, -0.01)):
        rows.turn(f"web-{number}", "gait", hours)
    assert rows.figures().all.known == {"web-1", "web-2"}


@pytest.mark.parametrize(
    "days, unit, first, count",
    [
        (1, "day", date(2026, 11, 30), 1),
        (92, "day", date(2026, 8, 31), 92),
        (93, "week", date(2026, 8, 24), 15),  # a Monday, before the first day
        (730, "week", date(2024, 11, 25), 106),
        (3650, "month", date(2016, 12, 1), 120),
    ],
)
def test_long_periods_are_shown_by_week_and_month(days: int, unit: str, first: date, count: int) -> None:
    period = Period.of_days(days, NOW)
    assert (period.days, period.unit, period.slots[0], len(period.slots)) == (days, unit, first, count)


def test_forgotten_conversations_count_as_messages_and_as_one_conversation_at_least(here: Rows) -> None:
    here.topic("gait", 4)
    for _ in range(7):
        here.turn("", "gait", topic="gait", channel="web")
    page = here.page()
    assert page.row("Topics", "Walking and running") == ["5+", "", "11"]
    assert page.row("By channel", "Web site") == ["4", "11", "1.0"]
    assert "Conversations with 7 messages were deleted since." in page.words


@pytest.mark.parametrize(
    "outcome, kind",
    [
        ("gait", "answered"),
        ("privacy", "answered"),
        ("self_check", "guided"),
        ("stretch_plan", "guided"),
        ("escalate:urgent", "safety"),
        ("ask:emergency", "safety"),
        ("smalltalk", "talk"),
        ("clarify", "asked_back"),
        ("out_of_scope", "refused"),
        ("fixed", "fixed"),
    ],
)
def test_every_outcome_is_of_one_kind(outcome: str, kind: str) -> None:
    assert kind_of(outcome) == kind


def test_shares_are_of_messages_that_asked_something(here: Rows) -> None:
    outcomes = {"gait": 13, "clarify": 5, "out_of_scope": 2, "smalltalk": 9, "self_check": 8, "ask:urgent": 3}
    for outcome, times in outcomes.items():
        for number in range(times):
            here.turn(f"web-{number}", outcome)
    page = here.page()
    assert "Of 20 messages that asked something, 65 % were answered, 25 % were asked back" in page.words.replace(
        "\xa0", " "
    )
    assert "10 % were refused" in page.words.replace("\xa0", " ")
    assert page.row("The same in numbers", "Small talk")[:2] == ["9", "22 %"]


CHECKS = {
    "left at the last question": (["consent", "now", "you"], [], "left", "you"),
    "left before the first": (["consent"], [], "left", "consent"),
    "said stop": (["consent", "now"], ["self_check"], "left", "now"),
    "went on to something else": (["consent", "now"], ["gait"], "left", "now"),
    "went back to a question": (["consent", "now", "you", "now"], [], "left", "now"),
    "sent to be seen": (["consent", "now"], ["escalate:emergency"], "ended", "now"),
    "sent to be seen after a question about it": (
        ["consent", "now"],
        ["ask:urgent", "escalate:urgent"],
        "ended",
        "now",
    ),
    "advised to book, and left": (["consent", "now"], ["escalate:professional"], "left", "now"),
    "an alarm long after": (["consent", "now"], ["gait", "escalate:urgent"], "left", "now"),
}


def steps(questions: Sequence[str], outcomes: Sequence[str], result: str | None = None, hours: float = 2) -> list[Step]:
    at = NOW - timedelta(hours=hours)
    asked = [Step(at, "self_check", f"self_check:{question}", None) for question in questions]
    after = [Step(at, outcome, None, None) for outcome in outcomes]
    return [Step(at, "gait", None, None), *asked, *after, *([Step(at, "self_check", None, result)] if result else [])]


@pytest.mark.parametrize("questions, outcomes, how, where", CHECKS.values(), ids=CHECKS)
def test_an_unfinished_check_is_left_or_broken_off_at_its_last_question(
    questions: list[str], outcomes: list[str], how: str, where: str
) -> None:
    figures = follow([steps(questions, outcomes)], NOW)
    assert getattr(figures, how) == {where: 1}
    assert figures.left.total() + figures.ended.total() == 1
    assert figures.reached == dict.fromkeys(questions, 1)
    assert figures.answered == dict.fromkeys(set(questions) - {where}, 1)
    assert (figures.began, figures.finished) == (1, 0)


def test_a_finished_check_was_left_nowhere_also_when_it_is_begun_again() -> None:
    again = [*steps(["consent", "now"], [], "mixed"), *steps(["consent"], [])]
    figures = follow([steps(["consent", "now"], [], "mixed"), again], NOW)
    assert (figures.began, figures.finished, figures.left, figures.ended) == (2, 2, {}, {})
    assert figures.reached == figures.answered == {"consent": 2, "now": 2}


def test_a_check_that_may_go_on_is_not_counted_yet() -> None:
    figures = follow([steps(["consent"], [], hours=0.9), steps(["consent"], [], hours=1.1)], NOW)
    assert (figures.going_on, figures.began, figures.left) == (1, 1, {"consent": 1})


def test_a_conversation_without_a_check_is_not_in_its_figures() -> None:
    assert follow([steps([], ["gait", "escalate:urgent"])], NOW) == CheckFigures()


def test_the_questions_of_the_check_are_shown_in_their_order_with_where_it_was_left(here: Rows) -> None:
    for number in range(20):
        here.check(f"web-a{number}", "consent", "now", "you", result="mixed")
    for number in range(6):
        here.check(f"web-b{number}", "consent", "now")
    page = here.page()
    rows = next(rows for title, rows in page.tables.items() if title.startswith("Questions"))
    assert [row[:5] for row in rows[1:]] == [
        ["May I ask you some questions?", "26", "26", "0", "0"],
        ["Your safety", "26", "20", "0", "6"],
        ["About you", "20", "20", "0", "0"],
    ]
    assert "Of 26 conversations in which the self-check was offered, 20 came to a result." in page.words
    assert "Most left at “Your safety”: 6." in page.words


def test_a_hidden_number_of_the_check_cannot_be_had_by_subtraction(here: Rows) -> None:
    def pages() -> Iterator[str]:
        for left in (3, 4):
            with_left = Rows(open_database())
            for number in range(23 - left):
                with_left.check(f"web-a{number}", "consent", "now", result="mixed")
            for number in range(left):
                with_left.check(f"web-b{number}", "consent", "now")
            page = with_left.page()
            with_left.database.close()
            rows = next(rows for title, rows in page.tables.items() if title.startswith("Questions"))
            assert [row[1:5] for row in rows[1:]] == [["≈ 25", "≈ 25", "0", "0"], ["≈ 25", "≈ 20", "0", "<5"]]
            assert "about\xa025 conversations" in page.words
            yield page.text[page.text.index('id="self-check"') : page.text.index('id="results"')]

    first, second = pages()
    assert first == second  # no bar or sentence gives it away


def test_few_conversations_are_hidden_by_topic_flag_result_and_thumb(here: Rows) -> None:
    here.topic("gait", 4)
    here.topic("dorsiflexion", 5)
    for number in range(5):
        here.add("escalations", f"web-{number}", flag="RF02", level="urgent", change="raised")
        here.turn(f"web-{number}", "self_check", result="mixed")
        here.add("feedback", f"web-{number}", about="gait", helpful=True)
    for number in range(4):
        here.add("escalations", f"web-{number}", flag="RF01", level="emergency", change="raised")
        here.add("escalations", f"web-{number}", flag="RF02", level="urgent", change="taken_back")
        here.turn(f"slack-{number}", "self_check", result="not_enough")
        here.add("feedback", f"web-{number}", about="gait", helpful=False)
    page = here.page()
    assert page.row("Topics", "Walking and running") == ["<5", "", "<5"]
    assert page.row("Topics", "Bending the ankle up") == ["5", "", "5"]
    assert page.row("Outcomes", "Walking and running") == ["<5", "", "<5"]
    assert page.row("Danger", "RF01: possible clot in the lung") == ["emergency, now", "<5", "", "0"]
    assert page.row("Danger", "RF02: possible clot in the leg") == ["urgent, the same day", "5", "", "<5"]
    assert page.row("Results", "Not enough answers to compare") == ["<5", ""]
    assert page.row("Results", "Answers match more than one picture") == ["≈ 5", ""]
    assert page.row("Thumbs", "Walking and running") == ["5", "<5", "", "–"]


def test_the_order_of_hidden_rows_does_not_tell_their_sizes(here: Rows) -> None:
    names = {}
    for topic, conversations in (("gait", 1), ("dorsiflexion", 3), ("overview", 4), ("consistency", 2)):
        here.topic(topic, conversations)
        names[topic] = library().topics[topic].title
    page = here.page()
    assert [row[0] for row in page.tables["Topics by conversations"][1:]] == sorted(names.values())


def test_median_and_95th_percentile(here: Rows) -> None:
    for milliseconds in (1000.0, 2000.0, 3000.0, 4000.0, 50000.0):
        here.turn("web-1", "gait", milliseconds=milliseconds)
    page = here.page()
    assert page.tables["Time from the message to its answer"][1:] == [
        ["Median", "3.0 s"],
        ["95th percentile", "40.8 s"],
        ["Longest", "50.0 s"],
    ]
    assert "1–2 s: 1, 2–5 s: 3, over 5 s: 1." in page.words
    assert "Ask whoever runs the server" in page.words


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp;",
    "{style} %s {0}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_is_shown_as_they_wrote_it_and_never_as_html(rows: Rows, text: str) -> None:
    rows.add("unanswered", "web-1", text=text)
    rows.turn(
        "web-1", "gait", topic=text[:64], channel=text[:16], result=text[:64], expecting=f"self_check:{text}"[:64]
    )
    rows.turn("web-1", text[:64])
    rows.add("escalations", "web-1", flag=text[:8], level=text[:16], change="raised")
    rows.add("feedback", "web-1", about=text[:64], helpful=False)
    page = rows.page()
    assert {"script", "img", "b"}.isdisjoint(tag for tag, _ in page.elements)
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert text in page.words
    assert len(page.all("style")) == len(page.all("title")) - len(page.all("figure")) == 1


def test_marks_that_turn_text_around_or_are_forbidden_do_not_reach_the_page(here: Rows) -> None:
    here.add("unanswered", "web-1", text="safe\u202egnp.exe \x01\x1b[31m \ud7ff\ufffe end")
    page = here.page()
    assert "safe\ufffdgnp.exe" in page.words
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ufffe]", html.unescape(page.text))


def full(rows: Rows) -> Page:
    rows.topic("gait", 8)
    rows.turn("slack-1", "clarify")
    rows.check("web-1", "consent", "now", result="mixed")
    rows.add("escalations", "web-1", flag="RF02", level="urgent", change="raised")
    rows.add("feedback", "web-1", about="gait", helpful=True)
    for text in ("what does it cost", "what does a visit cost", "tell me a joke"):
        rows.add("unanswered", "web-1", text=text)
    return rows.page()


def test_the_file_needs_nothing_from_elsewhere(here: Rows) -> None:
    page = full(here)
    assert not re.search(r"https?:|//|url\(|@import|src=|srcset=|xlink", page.text)
    assert {"script", "link", "img", "iframe", "object", "form", "base"}.isdisjoint(tag for tag, _ in page.elements)
    assert all(link["href"].startswith("#") for link in page.all("a"))
    assert "default-src 'none'" in page.all("meta")[1]["content"]


def test_the_page_can_be_read_without_eyes(here: Rows) -> None:
    page = full(here)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.all("a")} <= set(ids)
    assert len(page.all("h1")) == 1
    assert all(cell.get("scope") in ("col", "row") for cell in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table")) == 11
    pictures = [svg for svg in page.all("svg") if svg.get("aria-hidden") != "true"]
    assert len(pictures) == len(page.all("desc")) == len(page.all("figure")) == 4
    for svg in pictures:
        assert svg["role"] == "img"
        assert set(svg["aria-labelledby"].split()) <= set(ids)
    assert "prefers-color-scheme: dark" in page.text
    assert "@media print" in page.text


def test_every_part_says_what_one_may_do(here: Rows) -> None:
    page = full(here)
    assert len(re.findall(r'class="says"', page.text)) == len(re.findall(r'class="do"', page.text)) == 9


def test_an_empty_data_base_makes_a_page_that_says_so(rows: Rows) -> None:
    page = rows.page()
    assert "Nothing to report" in page.words
    assert page.tables == {}


@pytest.mark.parametrize("table", ["unanswered", "feedback", "escalations"])
def test_a_report_needs_no_turns(here: Rows, table: str) -> None:
    values: dict[str, dict[str, object]] = {
        "unanswered": {"text": "do you open on sunday"},
        "feedback": {"about": None, "helpful": True},
        "escalations": {"flag": "RF02", "level": "urgent", "change": "raised"},
    }
    here.add(table, "web-1", **values[table])
    assert "Nothing to report" not in here.page().words


class Compass:
    """An encoder whose texts are angles in degrees."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        angles = np.radians([float(text) for text in texts]).reshape(-1)
        return np.stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)], axis=1).astype(np.float32)


def test_near_messages_make_a_group_with_its_most_typical_first() -> None:
    angles = ["0", "10", "20", "170", "180", "5", "5", "14"]
    groups = group([(f"web-{angle}", angle) for angle in angles], Compass(), [])
    assert [(item.messages, item.conversations, item.examples) for item in groups] == [
        (6, 5, ("10", "5", "14")),
        (2, 2, ("170", "180")),
    ]


def test_what_all_questions_of_the_field_have_in_common_brings_nothing_together() -> None:
    assert len(group([("web-1", "50"), ("web-2", "310")], Compass(), [])) == 2
    assert len(group([("web-1", "10"), ("web-2", "350")], Compass(), [])) == 1
    assert len(group([("web-1", "10"), ("web-2", "350")], Compass(), ["0"])) == 2


@pytest.mark.parametrize("by_meaning", [True, False])
def test_messages_are_grouped_by_meaning_or_else_by_words(by_meaning: bool) -> None:
    encoder = shared_encoder() if by_meaning else None
    if by_meaning and encoder is None:
        pytest.skip("the encoder's package is not installed")
    texts = ["how much does a visit cost", "what is the cost of a visit", "Do you speak Polish?", "do you speak polish"]
    groups = group(
        [("web-1", text) for text in texts], encoder, [topic.question for topic in library().topics.values()]
    )
    assert [item.messages for item in groups] == [2, 2]
    assert {item.examples for item in groups} == {(texts[0], texts[1]), (texts[2],)}


def test_meaning_brings_together_what_shares_no_word() -> None:
    encoder = shared_encoder()
    if encoder is None:
        pytest.skip("the encoder's package is not installed")
    texts = ["what are your prices", "how expensive is it to be seen", "my dog is limping"]
    field = [topic.question for topic in library().topics.values()]
    assert [item.messages for item in group([("web-1", text) for text in texts], encoder, field)] == [2, 1]
    assert [item.messages for item in group([("web-1", text) for text in texts], None, field)] == [1, 1, 1]


@pytest.mark.parametrize("by_meaning, precision, recall", [(True, 0.75, 0.45), (False, 0.55, 0.2)])
def test_questions_on_one_subject_come_together(by_meaning: bool, precision: float, recall: float) -> None:
    encoder = shared_encoder() if by_meaning else None
    if by_meaning and encoder is None:
        pytest.skip("the encoder's package is not installed")
    lines = Path(__file__).with_name("unanswered.tsv").read_text(encoding="utf-8").splitlines()
    subject = {text: name for name, text in (line.split("\t") for line in lines)}
    field = [topic.question for topic in library().topics.values()]
    groups = group([("web-1", text) for text in subject], encoder, field, examples=len(subject))
    place = {text: number for number, item in enumerate(groups) for text in item.examples}
    pairs = list(combinations(subject, 2))
    together = {pair for pair in pairs if place[pair[0]] == place[pair[1]]}
    belong = {pair for pair in pairs if subject[pair[0]] == subject[pair[1]]}
    assert len(together & belong) / len(together) >= precision
    assert len(together & belong) / len(belong) >= recall


@pytest.mark.parametrize("texts", [[], ["?"], ["?", "!"], ["the", "and"], ["same", "SAME  same", "same same!"]])
def test_messages_without_words_of_their_own_are_grouped_too(texts: list[str]) -> None:
    assert sum(item.messages for item in group([("web-1", text) for text in texts], None, [])) == len(texts)


def run(database_url: str, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    monkeypatch.setenv("BOT_DATABASE", database_url)
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


def test_the_command_writes_a_file_for_its_owner_in_place_of_an_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"sqlite:///{tmp_path / 'one.sqlite'}"
    open_database(address).close()
    out = tmp_path / "report.html"
    out.write_text("an earlier report", encoding="utf-8")
    code, output = run(address, monkeypatch, "--out", str(out))
    assert (code, "0 conversations, 0 messages" in output) == (0, True)
    assert "Nothing to report" in Page(out.read_text(encoding="utf-8")).words
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert {file.name for file in tmp_path.iterdir()} == {"one.sqlite", "report.html"}


def test_the_command_makes_no_data_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, output = run(f"sqlite:///{tmp_path / 'none.sqlite'}", monkeypatch, "--out", str(tmp_path / "report.html"))
    assert code == 0
    assert "There is no data base" in output
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("arguments", [["--days", "0"], ["--days", "many"], ["--out", "no/such/folder/report.html"]])
def test_wrong_options_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    code, _ = run(f"sqlite:///{tmp_path / 'none.sqlite'}", monkeypatch, *arguments)
    assert code == 2
    assert list(tmp_path.iterdir()) == []
