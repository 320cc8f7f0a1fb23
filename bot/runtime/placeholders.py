"""Inert stand-ins for packages that Rasa imports at start and this assistant never uses.

Rasa 3.6.21 imports TensorFlow and a dozen channel and cloud SDKs as soon as it is imported. None of our components
touch them, and together they are most of stock Rasa's size, memory and start-up time. `install` answers those imports
with empty modules. A package that is really installed is never replaced (docs/decisions/0001).
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PLACEHOLDER_PACKAGES = frozenset(
    {
        # Machine learning back ends of components that config.yml does not name.
        "tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "skops", "sklearn_crfsuite",
        # Stock channels; ours are in bot.channels.
        "aiogram", "fbmessenger", "mattermostwrapper", "rocketchat_API", "slack_sdk", "twilio", "webexteamssdk",
        # Cloud storage, brokers and stores.
        "boto3", "botocore", "confluent_kafka", "google.auth", "google.cloud", "google.oauth2", "psycopg2", "pymongo",
    }
)  # fmt: skip

# Parts of Rasa itself that only serve TensorFlow models; one of them imports much of scikit-learn.
_TENSORFLOW_PARTS = frozenset({"rasa.utils.tensorflow.model_data", "rasa.utils.tensorflow.data_generator"})


class _InertMeta(type):
    """Lets a placeholder class appear in type hints (`X | None`, `X[int]`) and have any attribute."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert

    def __or__(cls, _other: Any) -> Any:
        return Inert

    def __ror__(cls, _other: Any) -> Any:
        return Inert

    def __getitem__(cls, _key: Any) -> Any:
        return Inert


class Inert(metaclass=_InertMeta):
    """Whatever Rasa takes from a placeholder module: a base class, a decorator or a callable, doing nothing."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        pass

    def __call__(self, *args: Any, **_kwargs: Any) -> Any:
        """The decorated object, when used as a decorator."""
        return args[0] if len(args) == 1 and callable(args[0]) else Inert()

    def __bool__(self) -> bool:
        return False  # so that `tensorflow.is_tensor(x)`, which matplotlib asks where the module is loaded, says no

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert()


class _PlaceholderModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert


class _PlaceholderLoader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = _PlaceholderModule(spec.name)
        module.__path__ = []  # a package, so that `import tensorflow.keras.layers` goes on to ask us
        module.__version__ = "2.12.0"  # type: ignore[attr-defined]  # Rasa parses TensorFlow's version
        return module

    def exec_module(self, module: ModuleType) -> None:
        pass


class PlaceholderFinder(MetaPathFinder):
    """Answers imports of the given packages and of what is below them; everything else is left to Python."""

    def __init__(self, packages: frozenset[str]) -> None:
        self.packages = packages

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A placeholder's spec for `fullname`, or None when it is not ours to answer."""
        if not any(fullname == package or fullname.startswith(package + ".") for package in self.packages):
            return None
        return ModuleSpec(fullname, _PlaceholderLoader(), is_package=True)


def absent_packages() -> frozenset[str]:
    """The members of `PLACEHOLDER_PACKAGES` that are not installed here, and what of Rasa is of no use without them."""
    for finder in sys.meta_path:
        if isinstance(finder, PlaceholderFinder):  # it would answer for itself
            return finder.packages
    absent = frozenset(name for name in PLACEHOLDER_PACKAGES if not _is_installed(name))
    return absent | _TENSORFLOW_PARTS if "tensorflow" in absent else absent


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # the parent of a dotted name is missing
        return False


def install() -> PlaceholderFinder:
    """Register placeholders for the absent packages, once per process, and return the finder that answers for them."""
    for finder in sys.meta_path:
        if isinstance(finder, PlaceholderFinder):
            return finder
    finder = PlaceholderFinder(absent_packages())
    sys.meta_path.insert(0, finder)
    importlib.invalidate_caches()
    return finder
