"""Messages once, replies in order and once, whatever is sent twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.engine import Connection

from bot.storage import mailbox, retention
from bot.storage.database import Database
from bot.storage.trackers import utc_now

PUSHED = ("telegram",)


def _do(database: Database, function: Callable[..., Any], *arguments: Any) -> Any:
    def run(connection: Connection) -> Any:
        return function(connection, *arguments)

    return database.now(run)


def _reply(database: Database, conversation: str, text: str) -> mailbox.Delivery:
    message = _do(database, mailbox.receive, conversation, text, text)
    found: mailbox.Delivery = _do(database, mailbox.put, conversation, {"says": text}, message.id)
    return found


def test_a_message_that_comes_twice_is_kept_once(database: Database) -> None:
    first = _do(database, mailbox.receive, "web-a", "m1", "hello")
    second = _do(database, mailbox.receive, "web-a", "m1", "something else")
    assert (first.fresh, second.fresh) == (True, False)
    assert (second.id, second.text) == (first.id, "hello")
    assert _do(database, mailbox.receive, "web-b", "m1", "hello").fresh


def test_the_answer_to_a_deleted_message_never_finds_another_one(database: Database) -> None:
    gone = _do(database, mailbox.receive, "web-a", "m1", "hello")
    _do(database, retention.forget, "web-a")
    other = _do(database, mailbox.receive, "web-b", "m1", "hello")
    assert other.id != gone.id
    assert not _do(database, mailbox.finish, gone.id)
    assert [message.id for message in _do(database, mailbox.unfinished)] == [other.id]


def test_what_is_not_answered_comes_back_oldest_first(database: Database) -> None:
    rows = [_do(database, mailbox.receive, f"web-{name}", "m", name) for name in "abc"]
    assert _do(database, mailbox.finish, rows[1].id)
    assert not _do(database, mailbox.finish, rows[1].id)
    assert [message.text for message in _do(database, mailbox.unfinished)] == ["a", "c"]


def test_replies_are_numbered_within_their_conversation(database: Database) -> None:
    for text in ("one", "two", "three"):
        _reply(database, "web-a", text)
    assert _reply(database, "web-b", "other").number == 1
    found = _do(database, mailbox.replies_after, "web-a", 1)
    assert [(item.number, item.body["says"]) for item in found] == [(2, "two"), (3, "three")]
    assert _do(database, mailbox.reply_to, found[0].message).body == {"says": "two"}


def test_a_due_reply_is_claimed_once_and_in_order(database: Database) -> None:
    first, second = _reply(database, "telegram-a", "one"), _reply(database, "telegram-a", "two")
    now = utc_now() + timedelta(seconds=1)
    assert [item.id for item in _do(database, mailbox.claim_due, PUSHED, now)] == [first.id]
    assert _do(database, mailbox.claim_due, PUSHED, now) == []  # the second waits for the first
    _do(database, mailbox.delivered, first.id)
    assert [item.id for item in _do(database, mailbox.claim_due, PUSHED, now)] == [second.id]


def test_replies_of_other_channels_are_not_claimed(database: Database) -> None:
    _reply(database, "web-a", "one")
    assert _do(database, mailbox.claim_due, PUSHED, utc_now() + timedelta(seconds=1)) == []


def test_a_postponed_reply_comes_back_when_its_time_has_come(database: Database) -> None:
    reply = _reply(database, "telegram-a", "one")
    now = utc_now() + timedelta(seconds=1)
    _do(database, mailbox.claim_due, PUSHED, now)
    _do(database, mailbox.postpone, reply.id, 30)
    assert _do(database, mailbox.claim_due, PUSHED, now) == []
    (again,) = _do(database, mailbox.claim_due, PUSHED, now + timedelta(seconds=40))
    assert (again.id, again.attempts) == (reply.id, 1)


def test_what_cannot_be_delivered_lets_the_next_one_through(database: Database) -> None:
    first, second = _reply(database, "telegram-a", "one"), _reply(database, "telegram-a", "two")
    _do(database, mailbox.give_up, first.id)
    (claimed,) = _do(database, mailbox.claim_due, PUSHED, utc_now() + timedelta(seconds=1))
    assert claimed.id == second.id


def test_after_a_crash_what_was_being_sent_is_sent_again(database: Database) -> None:
    reply = _reply(database, "telegram-a", "one")
    now = utc_now() + timedelta(seconds=1)
    _do(database, mailbox.claim_due, PUSHED, now)
    assert _do(database, mailbox.reopen, PUSHED) == 1
    assert [item.id for item in _do(database, mailbox.claim_due, PUSHED, now)] == [reply.id]
