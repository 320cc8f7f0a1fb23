"""The triage net learns from words and findings, and is averaged with the tuned layers."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.findings import Assertion, Finding
from bot.core.red_flags import Hit, Level, RedFlag, Screen, Trigger
from bot.nlu.triage import HARMLESS, LEVELS, Evidence, Example, TriageNet

EMERGENCY, URGENT, PROFESSIONAL = Level.EMERGENCY, Level.URGENT, Level.PROFESSIONAL
FLAG = RedFlag("RF92", URGENT, "name", "ask?", "why.", "meanwhile.", "never.", "source", (Trigger(("a",), URGENT),))
GROUPS: tuple[tuple[Level | None, str], ...] = (
    (EMERGENCY, "breath"),
    (URGENT, "swollen"),
    (PROFESSIONAL, "tingle"),
    (None, "stretch"),
)
UNDECIDED = np.full(4, 0.25, dtype=np.float32)  # tuned layers that leave it all to words and findings


def evidence(group: int, chance: np.random.Generator) -> Evidence:
    sign = GROUPS[group][1]
    findings = [Finding(sign, Assertion.PRESENT, sign, 0, 0, 1)]
    return Evidence(f"my {sign} today {chance.integers(9)}", findings, Screen())


def trained() -> TriageNet:
    chance = np.random.default_rng(1)
    return TriageNet.fit(
        [
            Example(evidence(number, chance), level, grown_on=count % 2 == 0)
            for number, (level, _) in enumerate(GROUPS)
            for count in range(40)
        ]
    )


@pytest.fixture(scope="module")
def net() -> TriageNet:
    return trained()


def test_levels_rise_from_harmless() -> None:
    assert LEVELS == (HARMLESS, "professional", "urgent", "emergency")


@pytest.mark.parametrize("group", range(4))
def test_each_level_is_told(net: TriageNet, group: int) -> None:
    level, _ = GROUPS[group]
    shares, _ = net.read(evidence(group, np.random.default_rng(5)), UNDECIDED)
    assert max(shares, key=lambda key: shares[key]) == (level or HARMLESS)
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-5)


def test_findings_count_beside_words(net: TriageNet) -> None:
    finding = Finding("breath", Assertion.PRESENT, "breath", 0, 0, 1)
    plain, _ = net.read(Evidence("well", [], Screen()), UNDECIDED)
    with_sign, _ = net.read(Evidence("well", [finding], Screen()), UNDECIDED)
    assert with_sign["emergency"] > plain["emergency"]


def test_the_tuned_layers_weigh_more_than_the_words(net: TriageNet) -> None:
    sure = np.array([0.0, 0.0, 0.0, 1.0], dtype=np.float32)
    both, by_words = net.read(evidence(3, np.random.default_rng(5)), sure)
    assert both["emergency"] > 0.5 > by_words["emergency"]


def test_a_sign_it_never_met_and_unknown_words_are_read_all_the_same(net: TriageNet) -> None:
    finding = Finding("never_seen", Assertion.PRESENT, "x", 0, 0, 1)
    hit = Hit(FLAG, URGENT, (finding,))
    for text in ("", "zzz qqq", "ünï"):
        shares, _ = net.read(Evidence(text, [finding], Screen((hit,), (hit,))), UNDECIDED)
        assert all(0.0 <= share <= 1.0 for share in shares.values())


def test_a_stored_net_reads_the_same(net: TriageNet) -> None:
    again = TriageNet.from_bytes(net.to_bytes())
    sample = evidence(0, np.random.default_rng(9))
    assert again.read(sample, UNDECIDED) == net.read(sample, UNDECIDED)


def test_training_twice_gives_the_same_net(net: TriageNet) -> None:
    assert trained().to_bytes() == net.to_bytes()


@pytest.mark.parametrize("spoilt", [b"", b"nonsense"])
def test_anything_else_than_a_stored_net_is_refused(spoilt: bytes) -> None:
    with pytest.raises(ValueError, match="not a stored"):
        TriageNet.from_bytes(spoilt)
