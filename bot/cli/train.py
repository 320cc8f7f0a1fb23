"""`bot train`: train a model when one is needed."""

from __future__ import annotations

import time
from typing import Annotated

import typer
from rich.console import Console

from bot.runtime.settings import load_settings


def train(
    force: Annotated[bool, typer.Option(help="Train even when nothing has changed.")] = False,
    quiet: Annotated[bool, typer.Option(help="Say nothing unless training is needed.")] = False,
) -> None:
    """Train the model if examples, rules or components have changed since the last time."""
    from bot.runtime import training

    models = load_settings().models
    console = Console(stderr=True)
    reason = training.reason_to_train(models) or ("you asked for it" if force else None)
    if reason is None:
        if not quiet:
            console.print("The model is up to date.")
        return
    started = time.monotonic()
    console.print(f"Training the model, because {reason}. This takes a minute or two.")
    with console.status("Starting …") as status:
        manifest = training.train(models, lambda step: status.update(f"{step} …"))
    console.print(f"Trained {manifest.model} in {time.monotonic() - started:.0f} s.")
