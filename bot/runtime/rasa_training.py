"""One run of Rasa's training, with checks that it really used our importer."""

from __future__ import annotations

import io
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from bot.runtime.bootstrap import prepare_rasa

prepare_rasa()

import rasa.model_training  # noqa: E402
from rasa.shared.importers.importer import TrainingDataImporter  # noqa: E402

from bot.runtime.importer import TopicImporter  # noqa: E402
from bot.runtime.training import TrainingError  # noqa: E402

_HOOKS = "rasa.engine.training.hooks"


def run_training(project: Path, models: Path, progress: Callable[[str], None]) -> Path:
    """Train and return the model file. Raises TrainingError."""
    config, domain, data = project / "config.yml", project / "domain.yml", project / "data"
    for needed in (config, domain, data):
        if not needed.exists():
            raise TrainingError(f"{needed} is missing")
    output = models.resolve()
    try:
        check_importer(TrainingDataImporter.load_from_config(str(config), str(domain), [str(data)]))
        with _working_folder(project), _steps(progress), redirect_stdout(io.StringIO()):
            result = rasa.model_training.train(
                domain=str(domain),
                config=str(config),
                training_files=[str(data)],
                output=str(output),
                force_training=True,
            )
    except TrainingError:
        raise
    except Exception as error:
        raise TrainingError(f"Rasa could not train a model: {_first_cause(error)}") from error
    if result.code != 0 or result.model is None:
        raise TrainingError("Rasa trained nothing")
    return Path(result.model)


def _first_cause(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return f"{type(error).__name__}: {str(error)[:500]}"


def check_importer(importer: TrainingDataImporter) -> None:
    """Raise TrainingError unless our importer is at work: for a wrong name Rasa only warns and takes its own."""
    inner = importer
    while (wrapped := getattr(inner, "importer", None) or getattr(inner, "_importer", None)) is not None:
        inner = wrapped
    members = getattr(inner, "_importers", [inner])
    if not any(isinstance(member, TopicImporter) for member in members):
        raise TrainingError(
            "config.yml does not load bot.runtime.importer.TopicImporter under `importers:`; "
            "without it no topic has an answer"
        )


@contextmanager
def _working_folder(folder: Path) -> Iterator[None]:
    # Rasa keeps its cache in ./.rasa, and component settings name files relative to the project.
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _steps(progress: Callable[[str], None]) -> Iterator[None]:
    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if found := re.search(r"'(\w+)'", record.getMessage()):
                progress(found.group(1))

    logger = logging.getLogger(_HOOKS)
    handler, level, propagate = Handler(), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
