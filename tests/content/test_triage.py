from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.library import library
from bot.content.triage import DANGERS, FOLDER, HARMLESS, load_triage
from bot.content.yaml_file import ContentError
from bot.core.red_flags import Level

LEAST_DANGERS, LEAST_HARMLESS, LEAST_OF_A_FLAG = 3000, 2000, 60


def write(data: Path, dangers: str, harmless: str) -> Path:
    (data / FOLDER).mkdir()
    (data / FOLDER / DANGERS).write_text(dangers, encoding="utf-8")
    (data / FOLDER / HARMLESS).write_text(harmless, encoding="utf-8")
    return data


def test_the_real_messages_are_many_and_of_every_flag(project: Path) -> None:
    messages = load_triage(project / "data", library().red_flags)
    assert len(messages.dangers) >= LEAST_DANGERS
    assert len(messages.harmless) >= LEAST_HARMLESS
    numbers = [flag.partition("-")[0] for flag, _, _ in messages.dangers]
    assert {flag.number for flag in library().red_flags.values()} == set(numbers)
    assert min(numbers.count(number) for number in set(numbers)) >= LEAST_OF_A_FLAG


def test_messages_come_with_flag_and_level(tmp_path: Path) -> None:
    data = write(tmp_path, "RF02\turgent\tone calf is fat\n\nRF28\tprofessional\ttoes tingle\n", "all fine\n\nwell\n")
    messages = load_triage(data, library().red_flags)
    assert messages.dangers == (
        ("RF02", Level.URGENT, "one calf is fat"),
        ("RF28", Level.PROFESSIONAL, "toes tingle"),
    )
    assert messages.harmless == ("all fine", "well")


@pytest.mark.parametrize(
    ("dangers", "harmless", "line", "words"),
    [
        ("RF02\turgent\tfine\nRF02 urgent no tab\n", "x\n", 2, "tab"),
        ("RF02\turgent\n", "x\n", 1, "tab"),
        ("RF99\turgent\ttext\n", "x\n", 1, "RF99"),
        ("RF02\tsoon\ttext\n", "x\n", 1, "soon"),
        ("RF02\turgent\ttext\nRF03\temergency\ttext\n", "x\n", 2, "twice"),
        ("RF02\turgent\ttext\n", "one\ntext\n", 2, "twice"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, dangers: str, harmless: str, line: int, words: str) -> None:
    data = write(tmp_path, dangers, harmless)
    with pytest.raises(ContentError, match=rf"line {line}\b.*{words}"):
        load_triage(data, library().red_flags)


def test_a_missing_file_and_one_that_is_no_text_are_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"dangers\.tsv.*missing"):
        load_triage(tmp_path, library().red_flags)
    data = write(tmp_path, "", "")
    (data / FOLDER / HARMLESS).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ContentError, match=r"harmless\.txt.*UTF-8"):
        load_triage(data, library().red_flags)
