"""Placeholders are harmless stand-ins, and only for packages that are not installed."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Optional, Union

import pytest

from bot.runtime.placeholders import (
    _TENSORFLOW_PARTS,
    PLACEHOLDER_PACKAGES,
    Inert,
    PlaceholderFinder,
    absent_packages,
    install,
)

ABSENT = "nowhere_sdk"
DOTTED = "nowhere_vendor.sdk"


@pytest.fixture
def sdk(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A placeholder for a package that exists nowhere."""
    finder = PlaceholderFinder(frozenset({ABSENT}))
    monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
    yield importlib.import_module(ABSENT)
    for name in [name for name in sys.modules if name.split(".")[0] == ABSENT]:
        del sys.modules[name]


def run(code: str, *folders: Path) -> str:
    """Standard output of `code` in a process of its own, with `folders` first on its path."""
    path = f"import sys; sys.path[:0] = {[str(folder) for folder in folders]!r}\n"
    done = subprocess.run([sys.executable, "-c", path + code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# --- what a placeholder does ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [f"{ABSENT}.errors", f"{ABSENT}.python.keras.layers"])
def test_any_module_below_a_placeholder_can_be_imported(sdk: ModuleType, name: str) -> None:
    module = importlib.import_module(name)
    assert issubclass(module.Anything, Inert)


def test_a_placeholder_can_be_a_base_class(sdk: ModuleType) -> None:
    class Layer(sdk.layers.Layer):  # type: ignore[name-defined, misc]
        def __init__(self, size: int) -> None:
            super().__init__(name="layer")
            self.size = size

    assert Layer(3).size == 3
    assert isinstance(Layer(3), sdk.layers.Layer)


def test_a_placeholder_decorator_gives_the_function_back(sdk: ModuleType) -> None:
    @sdk.function(retries=2)
    def called() -> str:
        return "called"

    assert called() == "called"


HINTS: dict[str, Callable[[Any], Any]] = {
    "X | None": lambda hint: hint | None,
    "None | X": lambda hint: None | hint,
    "int | X": lambda hint: int | hint,
    "X | X": lambda hint: hint | hint,
    "X[int]": lambda hint: hint[int],
    "X[int, str] | None": lambda hint: hint[int, str] | None,
    "Optional[X]": lambda hint: Optional[hint],  # noqa: UP045
    "Union[int, X]": lambda hint: Union[int, hint],  # noqa: UP007
    "list[X]": lambda hint: list[hint],  # type: ignore[valid-type]
    "Callable[[X], X]": lambda hint: Callable[[hint], hint],  # type: ignore[valid-type]
}


@pytest.mark.parametrize("hint", HINTS.values(), ids=HINTS.keys())
def test_a_placeholder_can_stand_in_a_type_hint(sdk: ModuleType, hint: Callable[[Any], Any]) -> None:
    assert hint(sdk.Tensor) is not None
    assert hint(sdk.Tensor.Nested) is not None


@pytest.mark.parametrize("name", ["__wrapped__", "__fspath__", "__array__", "__set_name__", "__iter__", "__len__"])
@pytest.mark.parametrize("kind", ["module", "class", "instance"])
def test_special_names_are_not_made_up(sdk: ModuleType, kind: str, name: str) -> None:
    thing = {"module": sdk, "class": sdk.Tensor, "instance": sdk.Tensor()}[kind]
    with pytest.raises(AttributeError):
        getattr(thing, name)


def test_calls_and_attributes_of_an_instance_do_nothing(sdk: ModuleType) -> None:
    session = sdk.Session("account", region="eu")
    assert isinstance(session.client.anything("x", y=1), Inert)


def test_a_placeholder_has_a_version_that_rasa_can_parse(sdk: ModuleType) -> None:
    assert [int(part) for part in sdk.__version__.split(".")] == [2, 12, 0]


# --- where placeholders are made --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nowhere", "nowhere_sdk2", "os.nowhere_sdk", "my_nowhere_sdk"])
def test_other_names_are_left_to_python(sdk: ModuleType, name: str) -> None:
    assert PlaceholderFinder(frozenset({ABSENT})).find_spec(name, None) is None
    with pytest.raises(ImportError):
        importlib.import_module(name)


def test_a_dotted_placeholder_leaves_its_parent_alone() -> None:
    finder = PlaceholderFinder(frozenset({DOTTED}))
    assert finder.find_spec(DOTTED, None) is not None
    assert finder.find_spec(f"{DOTTED}.auth", None) is not None
    assert finder.find_spec("nowhere_vendor", None) is None
    assert finder.find_spec("nowhere_vendor.other", None) is None


@pytest.mark.parametrize("package", ["tensorflow", "keras", "tensorflow_hub", "tensorflow_text", "tensorflow_addons"])
def test_tensorflow_is_not_installed_and_stands_as_a_placeholder(package: str) -> None:
    assert package in install().packages
    assert issubclass(importlib.import_module(package).Anything, Inert)
    assert importlib.util.find_spec(package).origin is None  # type: ignore[union-attr]


def test_only_listed_packages_are_placeholders_and_none_of_them_is_installed() -> None:
    packages = install().packages - _TENSORFLOW_PARTS
    assert packages <= PLACEHOLDER_PACKAGES
    assert not packages & set(importlib.metadata.packages_distributions())


def test_an_installed_package_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "twilio").mkdir()
    (tmp_path / "twilio" / "__init__.py").write_text("VALUE = 'real'\n", encoding="utf-8")
    (tmp_path / "boto3.py").write_text("VALUE = 'real too'\n", encoding="utf-8")
    code = """
from bot.runtime.bootstrap import prepare_rasa
prepare_rasa()
import boto3, pymongo, twilio
from bot.runtime.placeholders import install
print(twilio.VALUE, boto3.VALUE, [name in install().packages for name in ("twilio", "boto3", "pymongo")])
"""
    assert run(code, tmp_path) == "real real too [False, False, True]"


def test_an_installed_part_of_a_shared_namespace_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "google" / "auth").mkdir(parents=True)
    (tmp_path / "google" / "auth" / "__init__.py").write_text("VALUE = 'real'\n", encoding="utf-8")
    code = """
from bot.runtime.placeholders import install
finder = install()
import google.auth, google.oauth2
print(google.auth.VALUE, sorted(name for name in finder.packages if name.startswith("google")))
"""
    assert run(code, tmp_path) == "real ['google.cloud', 'google.oauth2']"


def test_installing_twice_keeps_one_finder() -> None:
    first = install()
    assert install() is first
    assert sum(isinstance(finder, PlaceholderFinder) for finder in sys.meta_path) == 1


def test_the_absent_packages_are_the_same_before_and_after_installing() -> None:
    assert absent_packages() == install().packages
