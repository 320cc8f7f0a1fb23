"""Foreseeable mistakes as one sentence instead of a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def shown_plainly() -> Iterator[None]:
    """Print our own errors as one sentence and exit with 1; a closed pipe or Ctrl-C ends quietly."""
    try:
        yield
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if type(error).__name__ not in _PLAIN:
            raise
        print(f"bot: {error}", file=sys.stderr)
        sys.exit(1)


_PLAIN = frozenset(
    {
        "ChannelError",
        "ContentError",
        "DatabaseError",
        "EncoderFileError",
        "EvaluationError",
        "ModelError",
        "NoticeError",
        "NewerDatabaseError",
        "SettingsError",
        "TrainingError",
    }
)
