"""Remembers how every test of the session went, so that the hazard log can be held against it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.content.regions import VARIABLE, current_region

HAZARD_LOG_TESTS = "tests/safety/test_hazard_log.py"
PLUGIN = "outcomes"


class Outcomes:
    """For each test of this session without its parameters: whether all that ran of it passed."""

    def __init__(self) -> None:
        self.passed: dict[str, bool] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Hold the hazard log against the session at its very end."""
        items.sort(key=lambda item: item.nodeid.startswith(HAZARD_LOG_TESTS))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that failed or was skipped, in whichever phase, has not passed."""
        test = report.nodeid.partition("[")[0]
        self.passed[test] = self.passed.get(test, True) and report.passed


def pytest_configure(config: pytest.Config) -> None:
    """Registered like an installed plugin, since a conftest's own hooks see the tests of its folder only."""
    config.pluginmanager.register(Outcomes(), PLUGIN)


@pytest.fixture
def outcomes(request: pytest.FixtureRequest) -> dict[str, bool]:
    """Whether each test that ran before this one passed, by node id without parameters."""
    plugin = request.config.pluginmanager.get_plugin(PLUGIN)
    assert isinstance(plugin, Outcomes)
    return plugin.passed


@pytest.fixture
def in_uk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation whose region is the United Kingdom."""
    monkeypatch.setenv(VARIABLE, "uk")
    current_region.cache_clear()
    yield
    current_region.cache_clear()
