"""An event loop in a thread of its own for Rasa, so that a slow or hanging turn holds up nothing else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_PATIENCE = 1.0  # seconds in which a healthy loop answers
_LAST_STEP = 5.0  # seconds that the step at hand may take at the end


class RasaLoop:
    """Runs coroutines one thread away. A loop that an action blocks is left behind, and a fresh one takes over."""

    def __init__(self) -> None:
        self._loop, self._thread = _started()

    async def run(self, work: Coroutine[Any, Any, T], timeout: float) -> T:
        """The result of `work`. Raises TimeoutError after `timeout` seconds, and whatever `work` raises.

        What `work` would still have done after that time is lost, as the caller must expect of a unit of work.
        """
        loop = self._loop
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), timeout)
        except TimeoutError:
            if loop is self._loop and not await _answers(loop):
                self._loop, self._thread = _started()
            raise

    def close(self) -> None:
        """Stop the loop once the step at hand is done; a blocked one is left to end with the process."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_LAST_STEP)


def _started() -> tuple[asyncio.AbstractEventLoop, threading.Thread]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="rasa", daemon=True)
    thread.start()
    return loop, thread


async def _answers(loop: asyncio.AbstractEventLoop) -> bool:
    async def nothing() -> None: ...

    try:
        await asyncio.wait_for(asyncio.wrap_future(asyncio.run_coroutine_threadsafe(nothing(), loop)), _PATIENCE)
    except TimeoutError:
        return False
    return True
