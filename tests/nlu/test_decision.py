from __future__ import annotations

import pytest

from bot.core.readings import MOST_CANDIDATES, OUTSIDE, candidates
from bot.core.replies import CLARIFY
from bot.nlu.decision import Thresholds, calibrate, decide
from bot.nlu.ensemble import Prediction

LIMITS = Thresholds(sharpness=1.0, sure=0.4, outside=0.5, nearest=0.3, also=0.6)
OUT, MEDICINE = OUTSIDE


def _prediction(nearest: float = 0.9, **shares: float) -> Prediction:
    return Prediction(tuple(sorted(shares.items(), key=lambda item: -item[1])), nearest)


@pytest.mark.parametrize(
    ("prediction", "intent", "confidence"),
    [
        pytest.param(_prediction(gait=0.7, overview=0.2, out_of_scope=0.1), "gait", 0.7, id="sure"),
        pytest.param(_prediction(gait=0.4, overview=0.35, out_of_scope=0.25), "gait", 0.4, id="just sure"),
        pytest.param(_prediction(gait=0.39, overview=0.36, out_of_scope=0.25), CLARIFY, 0.39, id="unsure"),
        pytest.param(_prediction(out_of_scope=0.8, gait=0.2), OUT, 0.8, id="outside"),
        pytest.param(_prediction(medicine=0.3, out_of_scope=0.2, gait=0.5), MEDICINE, 0.5, id="refusals add up"),
        pytest.param(_prediction(medicine=0.2, out_of_scope=0.3, gait=0.5), OUT, 0.5, id="the likelier refusal"),
        pytest.param(
            _prediction(out_of_scope=0.45, gait=0.41, overview=0.14), "gait", 0.41, id="refusal not likely enough"
        ),
        pytest.param(
            _prediction(out_of_scope=0.45, gait=0.3, overview=0.25), CLARIFY, 0.3, id="unsure beside a refusal"
        ),
        pytest.param(_prediction(0.29, gait=0.39, overview=0.36, out_of_scope=0.25), OUT, 0.25, id="far from all"),
        pytest.param(_prediction(0.3, gait=0.39, overview=0.36, out_of_scope=0.25), CLARIFY, 0.39, id="just near"),
        pytest.param(_prediction(0.1, gait=0.9, overview=0.1), "gait", 0.9, id="far but sure"),
    ],
)
def test_a_text_is_answered_asked_back_about_or_refused(prediction: Prediction, intent: str, confidence: float) -> None:
    decision = decide(prediction, LIMITS)
    assert decision.intent == intent
    assert decision.confidence == pytest.approx(confidence)
    assert dict(decision.ranking) == pytest.approx(dict(prediction.ranking))


@pytest.mark.parametrize("sharpness", [0.5, 1.0, 2.0, 5.0])
def test_calibrated_probabilities_sum_to_one_and_keep_their_order(sharpness: float) -> None:
    ranking = calibrate(_prediction(a=0.6, b=0.3, c=0.1), sharpness)
    assert [label for label, _ in ranking] == ["a", "b", "c"]
    assert sum(share for _, share in ranking) == pytest.approx(1)


def test_sharpness_above_one_makes_the_first_more_likely() -> None:
    prediction = _prediction(a=0.6, b=0.4)
    assert calibrate(prediction, 2.0)[0][1] == pytest.approx(0.36 / 0.52)
    assert calibrate(prediction, 1.0) == prediction.ranking


def test_sharpness_counts_before_the_limits() -> None:
    prediction = _prediction(gait=0.5, overview=0.3, out_of_scope=0.2)
    strict = Thresholds(sharpness=1.0, sure=0.6)
    assert decide(prediction, strict).intent == CLARIFY
    assert decide(prediction, Thresholds(sharpness=2.0, sure=0.6)).intent == "gait"


def test_probabilities_of_nought_do_no_harm() -> None:
    assert calibrate(_prediction(a=0.0, b=0.0), 2.0) == (("a", 0.0), ("b", 0.0))


def test_at_most_three_likely_readings_in_scope_are_candidates() -> None:
    ranking = (("a", 0.3), (OUT, 0.2), ("b", 0.2), ("c", 0.1), (MEDICINE, 0.1), ("d", 0.09), ("e", 0.01))
    assert candidates(ranking) == [("a", 0.3), ("b", 0.2), ("c", 0.1)]
    assert len(candidates(ranking)) == MOST_CANDIDATES
    assert candidates((("a", 0.3), ("b", 0.07))) == [("a", 0.3)]
    assert candidates(((OUT, 0.9),)) == []
