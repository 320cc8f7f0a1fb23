"""Weeks, sparklines, and when it is asked how it goes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.core.progress import Note, due_check_in, progress_card, recent_days, sparkline, week_of
from bot.core.reminders import ReminderWish

START = date(2026, 3, 1)


def notes(*days: int) -> list[Note]:
    return [Note(START + timedelta(days=day), day // 7 + 1, ("a",), pain=2) for day in days]


@pytest.mark.parametrize(("later", "week"), [(0, 1), (6, 1), (7, 2), (42, 7), (-3, 1)])
def test_the_week_counts_from_the_first_session(later: int, week: int) -> None:
    assert week_of(notes(0, 3), START + timedelta(days=later)) == week


def test_without_a_note_it_is_the_first_week() -> None:
    assert week_of([], START) == 1


def test_a_sparkline_has_one_bar_a_session() -> None:
    assert sparkline([0, 10, None, 5]) == "▁█·▅"
    assert len(sparkline([1] * 50)) == 20


def test_days_of_the_last_week_count_once() -> None:
    assert recent_days(notes(0, 3, 3, 9), START + timedelta(days=9)) == 2


@pytest.mark.parametrize(
    ("later", "asked", "due"),
    [(13, (), None), (14, (), 2), (20, (2,), None), (41, (2,), None), (42, (2,), 6), (60, (), 6), (60, (6,), None)],
)
def test_it_is_asked_after_2_and_6_weeks_once_each(later: int, asked: tuple[int, ...], due: int | None) -> None:
    assert due_check_in(notes(0), asked, START + timedelta(days=later)) == due


def test_nobody_is_asked_who_has_not_begun() -> None:
    assert due_check_in([], (), START) is None


def test_the_card_holds_days_and_pain_only() -> None:
    assert progress_card(notes(0))["sessions"] == [{"day": "2026-03-01", "week": 1, "pain": 2}]


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("remind me at 8", ReminderWish(8, 0)),
        ("remind me tomorrow at 7.30 pm", ReminderWish(19, 30)),
        ("every day at 6am please", ReminderWish(6, 0, 1)),
        ("ping me every morning", ReminderWish(8, 0, 1)),
        ("nudge me every other day", ReminderWish(every=2)),
        ("3 times a week", ReminderWish(every=2)),
        ("don't let me forget", ReminderWish()),
        ("at 12 am", ReminderWish(0, 0)),
        ("remind me at 99", ReminderWish()),
        ("in 2 days", ReminderWish()),
    ],
)
def test_a_wish_for_a_reminder_is_read_as_far_as_it_goes(text: str, wish: ReminderWish) -> None:
    assert ReminderWish.of(text) == wish


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (ReminderWish(), ""),
        (ReminderWish(19, 5), " at 19:05"),
        (ReminderWish(8, 0, 1), " at 8:00, every day"),
        (ReminderWish(every=2), " every 2 days"),
        (ReminderWish(every=7), " every week"),
    ],
)
def test_it_is_said_back(wish: ReminderWish, words: str) -> None:
    assert wish.words == words
