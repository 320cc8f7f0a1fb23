"""The triage net learns from words, meaning and findings; small examples with made-up sentence vectors."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.findings import Assertion, Finding
from bot.core.red_flags import Hit, Level, RedFlag, Screen, Trigger
from bot.nlu.triage import HARMLESS, LEVELS, Evidence, Example, TriageNet

EMERGENCY, URGENT, PROFESSIONAL = Level.EMERGENCY, Level.URGENT, Level.PROFESSIONAL
FLAGS = {
    name: RedFlag(name, level, "name", "ask?", "why.", "meanwhile.", "never.", "source", (Trigger(("a",), level),))
    for name, level in (("RF91", EMERGENCY), ("RF92", URGENT), ("RF93", PROFESSIONAL))
}
GROUPS: tuple[tuple[str | None, Level | None, str], ...] = (
    ("RF91", EMERGENCY, "breath"),
    ("RF92", URGENT, "swollen"),
    ("RF93", PROFESSIONAL, "tingle"),
    (None, None, "stretch"),
)
SIZE = 384


def vector(group: int, chance: np.random.Generator) -> np.ndarray:
    """A unit vector near the direction of `group`."""
    raw = chance.normal(scale=0.02, size=SIZE)
    raw[group] += 1.0
    return (raw / np.linalg.norm(raw)).astype(np.float32)


def evidence(group: int, chance: np.random.Generator, word: str | None = None) -> Evidence:
    sign = word or GROUPS[group][2]
    findings = [Finding(sign, Assertion.PRESENT, sign, 0, 0, 1)]
    return Evidence(f"my {sign} today {chance.integers(9)}", vector(group, chance), findings, Screen())


@pytest.fixture(scope="module")
def net() -> TriageNet:
    chance = np.random.default_rng(1)
    examples = [
        Example(evidence(number, chance), flag, level, grown_on=count % 2 == 0)
        for number, (flag, level, _) in enumerate(GROUPS)
        for count in range(40)
    ]
    return TriageNet.fit(examples)


def test_levels_rise_from_harmless() -> None:
    assert LEVELS == (HARMLESS, "professional", "urgent", "emergency")


@pytest.mark.parametrize("group", range(3))
def test_each_danger_is_told_with_its_level_and_flag(net: TriageNet, group: int) -> None:
    flag, level, _ = GROUPS[group]
    meaning = net.read(evidence(group, np.random.default_rng(5)), FLAGS)
    shares = {EMERGENCY: meaning.emergency, URGENT: meaning.urgent, PROFESSIONAL: meaning.professional}
    assert max(shares, key=lambda key: shares[key]) is level
    assert shares[level] > 0.5
    assert meaning.flag is FLAGS[flag]
    assert sum(shares.values()) <= 1.0001


def test_what_is_harmless_is_left_alone(net: TriageNet) -> None:
    meaning = net.read(evidence(3, np.random.default_rng(5)), FLAGS)
    assert meaning.dangerous + meaning.professional < 0.5


def test_findings_count_beside_meaning(net: TriageNet) -> None:
    chance = np.random.default_rng(5)
    plain = net.read(Evidence("well", vector(3, chance), [], Screen()), FLAGS)
    with_sign = net.read(
        Evidence("well", vector(3, chance), [Finding("breath", Assertion.PRESENT, "breath", 0, 0, 1)], Screen()), FLAGS
    )
    assert with_sign.emergency > plain.emergency


def test_a_sign_it_never_met_and_unknown_words_are_read_all_the_same(net: TriageNet) -> None:
    chance = np.random.default_rng(5)
    finding = Finding("never_seen", Assertion.PRESENT, "x", 0, 0, 1)
    hit = Hit(FLAGS["RF92"], URGENT, (finding,))
    for text in ("", "zzz qqq", "ünï"):
        meaning = net.read(Evidence(text, vector(1, chance), [finding], Screen((hit,), (hit,))), FLAGS)
        assert 0.0 <= meaning.dangerous <= 1.0001


def test_a_stored_net_reads_the_same(net: TriageNet) -> None:
    again = TriageNet.from_bytes(net.to_bytes())
    sample = evidence(0, np.random.default_rng(9))
    assert again.read(sample, FLAGS) == net.read(sample, FLAGS)


def test_training_twice_gives_the_same_net() -> None:
    def trained() -> bytes:
        chance = np.random.default_rng(1)
        return TriageNet.fit(
            [
                Example(evidence(number, chance), flag, level)
                for number, (flag, level, _) in enumerate(GROUPS)
                for _ in range(12)
            ]
        ).to_bytes()

    assert trained() == trained()


@pytest.mark.parametrize("spoilt", [b"", b"nonsense"])
def test_anything_else_than_a_stored_net_is_refused(spoilt: bytes) -> None:
    with pytest.raises(ValueError, match="not a stored"):
        TriageNet.from_bytes(spoilt)
