"""Pictures of measurements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.evaluation.intents import Reading


def confusion_matrix(readings: Sequence[Reading], file: Path) -> None:
    """Write a PNG of how often each expected outcome (rows) was read as which (columns), in percent of its row."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    labels = sorted({item.expected for item in readings})
    places = {label: index for index, label in enumerate(labels)}
    counts = np.zeros((len(labels), len(labels)))
    for item in readings:
        counts[places[item.expected], places.get(item.ranking[0][0], places[item.expected])] += 1
    shares = 100 * counts / counts.sum(axis=1, keepdims=True)
    figure, axes = pyplot.subplots(figsize=(11, 10), layout="constrained")
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=100)
    axes.set_xticks(range(len(labels)), labels, rotation=60, ha="right")
    axes.set_yticks(range(len(labels)), labels)
    axes.set_xlabel("read as (first in the ranking)")
    axes.set_ylabel("written for")
    axes.set_title("Intents: share of each row, in percent")
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[row, column] > 60 else "black"
        axes.text(column, row, f"{shares[row, column]:.0f}", ha="center", va="center", fontsize=7, color=colour)
    figure.colorbar(image, shrink=0.6)
    figure.savefig(file, dpi=110)
    pyplot.close(figure)
