from __future__ import annotations

import pytest

from bot.nlu.screening import PatternScreen, pattern_screen


@pytest.fixture(scope="session")
def patterns() -> PatternScreen:
    return pattern_screen()
