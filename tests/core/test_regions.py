from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.library import PROJECT
from bot.content.regions import VARIABLE, current_region, load_regions
from bot.content.yaml_file import ContentError
from bot.core.regions import UNSET, Region

REGIONS = load_regions(PROJECT / "data")
NAMED = [key for key in REGIONS if key != UNSET]


@pytest.mark.parametrize(
    ("key", "emergency"),
    [
        ("uk", "999"),
        ("uk_ni", "999"),
        ("eu", "112"),
        ("ie", "112"),
        ("us", "911"),
        ("ca", "911"),
        ("au", "000"),
        ("nz", "111"),
        ("in", "112"),
        ("za", "112"),
    ],
)
def test_the_emergency_number_of_each_region_is_that_of_the_reference(key: str, emergency: str) -> None:
    assert REGIONS[key].emergency == emergency
    assert f"Call {emergency}" in REGIONS[key].call_now


def test_every_region_of_the_reference_is_there() -> None:
    assert set(REGIONS) == {"uk", "uk_ni", "eu", "ie", "us", "ca", "au", "nz", "in", "za", UNSET}


@pytest.mark.parametrize("key", NAMED)
def test_a_number_is_always_printed_with_its_country(key: str) -> None:
    region = REGIONS[key]
    assert region.name in region.call_now
    assert str(region.emergency) in region.call_now


@pytest.mark.parametrize("key", NAMED)
def test_a_region_names_its_own_emergency_numbers_only(key: str) -> None:
    region = REGIONS[key]
    assert set(re.findall(r"\d+", region.call_now)) <= {str(region.emergency), str(region.emergency_also)}


@pytest.mark.parametrize("key", REGIONS)
def test_whoever_must_be_seen_today_is_told_so_with_somebody_to_ring(key: str) -> None:
    region = REGIONS[key]
    assert "today" in region.go_today
    assert "None" not in region.go_today
    assert region.advice is None or region.advice in region.go_today
    assert region.advice_number is None or region.advice_number in region.go_today


@pytest.mark.parametrize("key", REGIONS)
def test_111_is_the_ambulance_in_new_zealand_only(key: str) -> None:
    assert ("111" in re.findall(r"\d+", REGIONS[key].call_now)) is (key in {"nz", UNSET})


@pytest.mark.parametrize("key", REGIONS)
def test_111_is_the_advice_line_in_great_britain_only(key: str) -> None:
    assert ("111" in re.findall(r"\d+", REGIONS[key].go_today)) is (key == "uk")


@pytest.mark.parametrize(
    ("number", "country"), [("999", "UK"), ("911", "US"), ("000", "Australia"), ("111", "Zealand")]
)
def test_an_unset_region_lists_the_numbers_with_their_countries(number: str, country: str) -> None:
    listed = REGIONS[UNSET].call_now.split(". ")
    assert any(number in part and country in part for part in listed)
    assert REGIONS[UNSET].emergency is None


def test_an_unset_region_tells_whoever_is_elsewhere_what_to_call() -> None:
    assert "local emergency number" in REGIONS[UNSET].call_now


def test_a_second_emergency_number_is_named_where_there_is_one() -> None:
    assert "998" in Region("x", "X", "999", emergency_also="998").call_now
    assert "None" not in Region("x", "X", "999").call_now


def test_an_advice_number_is_not_said_twice() -> None:
    assert Region("x", "X", "999", advice="Line 111", advice_number="111").go_today.count("111") == 1


@pytest.fixture
def _fresh_region() -> Iterator[None]:
    current_region.cache_clear()
    yield
    current_region.cache_clear()


@pytest.mark.usefixtures("_fresh_region")
@pytest.mark.parametrize(("chosen", "key"), [("nz", "nz"), (None, UNSET)])
def test_the_region_is_chosen_by_the_setting_and_never_guessed(
    monkeypatch: pytest.MonkeyPatch, chosen: str | None, key: str
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("LANG", "en_NZ.UTF-8" if chosen is None else "C")
    if chosen:
        monkeypatch.setenv(VARIABLE, chosen)
    assert current_region().key == key


def test_a_region_without_an_emergency_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "regions.yml").write_text("xx:\n  name: X\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"regions\.yml, line \d+, key 'xx\.emergency'"):
        load_regions(tmp_path)
