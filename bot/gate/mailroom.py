"""Takes messages in and puts replies out: kept before it is acknowledged, answered once, in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from weakref import WeakValueDictionary

from sqlalchemy.engine import Connection
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.core.replies import Turn
from bot.gate.gate import Composed, Gate
from bot.gate.limits import Limits
from bot.storage import mailbox
from bot.storage.mailbox import Delivery, Message

_LONGEST_TEXT = 5000  # characters that are kept of a message; the gate reads 1,000 and screens these
_LONGEST_ID = 128
_LOOK_AGAIN = 2.0  # seconds after which replies of another process are looked for
_log = logging.getLogger(__name__)


class Refused(Exception):  # noqa: N818  # no error of ours: what the person must be told instead
    """A message was not taken in. `turn` says so, or what to do about a danger in it; `status` is the HTTP status."""

    def __init__(self, turn: Turn, status: int) -> None:
        super().__init__(status)
        self.turn = turn
        self.status = status


class _AnsweredAlreadyError(Exception):
    """Another process was faster."""


class Mailroom:
    """The way of every message of every channel that comes over a network."""

    def __init__(self, gate: Gate, limits: Limits, most_waiting: int) -> None:
        """`most_waiting` messages may wait for their answers at once; further ones are refused."""
        self._gate = gate
        self._database = gate.database
        self._limits = limits
        self._most_waiting = most_waiting
        self._tasks: set[asyncio.Task[None]] = set()
        self._bells: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()
        self._listeners: list[Callable[[Delivery], None]] = []
        self._open = True

    @property
    def is_open(self) -> bool:
        """False once it was told to stop."""
        return self._open

    @property
    def waiting(self) -> int:
        """Messages that were taken in and are not answered yet."""
        return len(self._tasks)

    def listen(self, listener: Callable[[Delivery], None]) -> None:
        """Call `listener` with every reply once it is in the outbox."""
        self._listeners.append(listener)

    async def start(self) -> None:
        """Answer what was taken in before the last stop."""
        for message in await self._database.run(mailbox.unfinished):
            self._answer_soon(message)

    async def stop(self, grace: float) -> None:
        """Take nothing in any more, and let what is going on finish, for at most `grace` seconds."""
        self._open = False
        for bell in list(self._bells.values()):
            bell.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in list(self._tasks):
            task.cancel()

    async def post(self, conversation: str, external: str, text: str, address: str | None = None) -> Message:
        """Take in a message; when this returns it is committed and will be answered.

        `external` is the channel's own id of it: a second message with the same id is the same message. Raises Refused.
        """
        if not self._open or len(self._tasks) >= self._most_waiting:
            raise Refused(self._gate.refusal(text, busy=True), 503)
        if not await self._limits.allow(conversation, address):
            raise Refused(self._gate.refusal(text, busy=True), 429)
        kept = partial(
            mailbox.receive, conversation=conversation, external=external[:_LONGEST_ID], text=_storable(text)
        )
        try:
            message = await self._database.run(kept)
        except SQLAlchemyError as error:
            _log.error("message not taken in: %s", type(error).__name__)
            raise Refused(self._gate.refusal(text, busy=False), 503) from None
        if message.fresh:
            self._answer_soon(message)
        return message

    async def replies(self, conversation: str, after: int, wait: float) -> list[Delivery]:
        """Replies numbered above `after`; waits up to `wait` seconds for the first of them."""
        bell = self._bells.setdefault(conversation, asyncio.Event())
        end = asyncio.get_running_loop().time() + wait
        while True:
            bell.clear()
            query = partial(mailbox.replies_after, conversation=conversation, number=after)
            found = await self._database.run(query)
            left = end - asyncio.get_running_loop().time()
            if found or left <= 0 or not self._open:
                return found
            try:
                await asyncio.wait_for(bell.wait(), min(left, _LOOK_AGAIN))
            except TimeoutError:
                continue

    def announce(self, delivery: Delivery) -> None:
        """Tell whoever waits of something that was put into the outbox elsewhere."""
        self._announce(delivery)

    async def say(self, conversation: str, turn: Turn) -> Delivery:
        """Put something into the outbox that answers no message, such as a reminder."""
        body = turn.as_dict()
        delivery = await self._database.run(partial(mailbox.put, conversation=conversation, body=body))
        self._announce(delivery)
        return delivery

    def _answer_soon(self, message: Message) -> None:
        task = asyncio.create_task(self._answer(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, message: Message) -> None:
        async with self._gate.in_order(message.conversation):
            composed = await self._gate.compose(message.conversation, message.text)
            delivery = await self._commit(message, composed)
        if delivery is not None:
            self._announce(delivery)

    async def _commit(self, message: Message, composed: Composed) -> Delivery | None:
        """Keep the turn; as long as the data base is away it is tried again, since nothing may be lost."""
        wait = 0.1
        while True:
            try:
                return await self._database.run(partial(_kept, message=message, composed=composed))
            except _AnsweredAlreadyError:
                return None
            except Exception as error:
                _log.error("turn not kept yet: %s", type(error).__name__)
                if not _may_pass(error):  # what the turn wrote is wrong: the person is told, and the message is done
                    composed = self._gate.without_memory(composed)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 2.0)

    def _announce(self, delivery: Delivery) -> None:
        bell = self._bells.get(delivery.conversation)
        if bell is not None:
            bell.set()
        for listener in self._listeners:
            listener(delivery)


def _kept(connection: Connection, message: Message, composed: Composed) -> Delivery:
    if not mailbox.finish(connection, message.id):
        raise _AnsweredAlreadyError
    for write in composed.writes:
        write(connection)
    return mailbox.put(connection, message.conversation, composed.turn.as_dict(), message.id)


def _storable(text: str) -> str:
    """`text` without what PostgreSQL and UTF-8 cannot hold, and not endless."""
    return text[:_LONGEST_TEXT].replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _may_pass(error: Exception) -> bool:
    """True for a locked, full or absent data base; False for a statement that will never work."""
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout)
