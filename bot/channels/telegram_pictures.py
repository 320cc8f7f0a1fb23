"""Pictures of exercises as photos: Telegram takes no SVG, so they are drawn once, where the program for it is there."""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path
from typing import Any

PROGRAM = "rsvg-convert"
"""Of librsvg; the Debian package is librsvg2-bin. Without it replies have no pictures."""
_WIDTH = 960  # pixels
_SECONDS = 10.0
_log = logging.getLogger(__name__)


class Pictures:
    """Draws pictures as PNG when they are first needed, and remembers the ids under which Telegram keeps them."""

    def __init__(self, folder: Path, program: str | None = None) -> None:
        """`folder` holds the SVG files; `program` draws them, by default the one that is installed."""
        self._folder = folder
        self._program = program or shutil.which(PROGRAM)
        self._drawn: dict[str, bytes | None] = {}
        self._ids: dict[str, str] = {}

    def id_of(self, name: str) -> str | None:
        """Telegram's id of the picture, once it was sent."""
        return self._ids.get(name)

    def remember(self, name: str, message: Any) -> None:
        """Keep the id that Telegram gave the photo in `message`, the largest size of it."""
        try:
            self._ids[name] = str(message["photo"][-1]["file_id"])
        except (KeyError, IndexError, TypeError):
            self._ids.pop(name, None)

    def forget(self, name: str) -> None:
        """Upload the picture anew the next time."""
        self._ids.pop(name, None)

    async def png(self, name: str) -> bytes | None:
        """The picture as PNG; None where it cannot be drawn, which is tried once."""
        if name not in self._drawn:
            self._drawn[name] = await self._draw(self._folder / Path(name).name)
        return self._drawn[name]

    async def _draw(self, file: Path) -> bytes | None:
        if self._program is None or not file.is_file():
            return None
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                self._program,
                "--width",
                str(_WIDTH),
                "--background-color",
                "white",
                str(file),
                stdout=pipe,
                stderr=asyncio.subprocess.DEVNULL,
            )
            drawn, _ = await asyncio.wait_for(process.communicate(), _SECONDS)
        except (OSError, TimeoutError) as error:
            _log.warning("picture %s not drawn: %s", file.name, type(error).__name__)
            return None
        return drawn if process.returncode == 0 and drawn.startswith(b"\x89PNG") else None
