"""From probabilities to a decision: answer, ask back, or refuse as out of scope."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.readings import OUTSIDE
from bot.core.replies import CLARIFY
from bot.nlu.ensemble import Prediction


@dataclass(frozen=True)
class Thresholds:
    """Limits (0-1, on calibrated probabilities; cosines -1 to 1), set on the development split only.

    `sharpness` is the power that calibrates the averaged probabilities. Below `sure` the assistant asks back; from
    `outside` on the summed probability of the refusal labels refuses. A text whose closest example is further than
    `nearest` is refused, unless its own reading reaches `sure`. `also` is what a further question must reach.
    """

    sharpness: float = 1.0
    sure: float = 0.4
    outside: float = 0.5
    nearest: float = 0.3
    also: float = 0.6


@dataclass(frozen=True)
class Decision:
    """The intent to act on, its calibrated probability, and the ranking it came from."""

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]


def calibrate(prediction: Prediction, sharpness: float) -> tuple[tuple[str, float], ...]:
    """The ranking with its probabilities raised to `sharpness` and rescaled to sum to 1."""
    powers = [(label, probability**sharpness) for label, probability in prediction.ranking]
    total = sum(power for _, power in powers) or 1.0
    return tuple((label, power / total) for label, power in powers)


def decide(prediction: Prediction, thresholds: Thresholds) -> Decision:
    """What to do with one text."""
    ranking = calibrate(prediction, thresholds.sharpness)
    outside = sum(probability for label, probability in ranking if label in OUTSIDE)
    best, confidence = ranking[0]
    inside = [item for item in ranking if item[0] not in OUTSIDE]
    if outside >= thresholds.outside:
        refusal = next(label for label, _ in ranking if label in OUTSIDE)
        return Decision(refusal, outside, ranking)
    if prediction.nearest < thresholds.nearest and inside[0][1] < thresholds.sure:
        return Decision(OUTSIDE[0], outside, ranking)
    if best in OUTSIDE:
        best, confidence = inside[0]
    if confidence < thresholds.sure:
        return Decision(CLARIFY, confidence, ranking)
    return Decision(best, confidence, ranking)
