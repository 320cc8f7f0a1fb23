"""Measure the intent model on public data sets, beside published figures: BANKING77, CLINC150 and HINT3.

The data are not part of this repository: they are read from `--data`, or fetched once from the data sets' own
repositories at pinned commits. All accuracies and AUROCs are percentages (0-100). No choice is made on a test set.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock
from urllib.request import urlopen

import numpy as np

from bot.cli.evaluate import provenance
from bot.nlu import ensemble
from bot.nlu.encoder import SentenceEncoder, shared_encoder
from bot.nlu.ensemble import IntentEnsemble, Prediction, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

Row = tuple[str, str]  # a text and its label
CACHE = Path(__file__).resolve().parents[1] / ".cache" / "public_intents"
BANKING = "https://raw.githubusercontent.com/PolyAI-LDN/task-specific-datasets/57ec275d8078af65b7731c2a98be812d844a6d6b"
CLINC = "https://raw.githubusercontent.com/clinc/oos-eval/828f8093932c8fe6ca7936c3d2e52903b1c523de"
HINT3 = "https://raw.githubusercontent.com/hellohaptik/HINT3/99965c892ea9a6801a87083d3861b0b04c91a4e7"
BOTS = ("curekart", "powerplay11", "sofmattress")
SPLITS = ("train", "test")
SOURCES = {
    **{f"banking77/{split}.csv": f"{BANKING}/banking_data/{split}.csv" for split in SPLITS},
    "clinc150/data_full.json": f"{CLINC}/data/data_full.json",
    **{f"hint3/{bot}_{split}.csv": f"{HINT3}/dataset/v1/{split}/{bot}_{split}.csv" for bot in BOTS for split in SPLITS},
}
PER_INTENT = 10  # training examples per intent in the few-shot measurements
VALIDATION_PER_INTENT = 20  # BANKING77 has no validation split: so many are drawn from the rest of its training data
NOTHING = "NO_NODES_DETECTED"  # HINT3's label of messages that are out of scope

# Published accuracies, 10 examples per intent. USE and ConveRT: Casanueva et al. 2020, arXiv 2003.04807, table 2;
# ICDA: Lin et al. 2023, arXiv 2302.05096. HINT3: "Inscope Accuracy" at threshold 0.1 in results/ of its repository
# (Arora et al. 2020, 2020.insights-1.16). The TF-IDF line is not published: words (1-2) and characters (2-5), LinearSVC.
PUBLISHED: dict[str, dict[str, float]] = {
    "banking77": {"USE": 84.23, "USE+ConveRT": 85.19, "ICDA": 89.79},
    "clinc150": {"USE": 90.85, "USE+ConveRT": 93.26, "ICDA": 94.84},
    "curekart": {"Rasa DIET+ConveRT": 84.1, "BERT": 83.6, "Haptik": 80.3, "(TF-IDF+LinearSVC)": 84.3},
    "powerplay11": {"Rasa DIET+ConveRT": 49.1, "BERT": 58.5, "Haptik": 66.5, "(TF-IDF+LinearSVC)": 61.5},
    "sofmattress": {"Rasa DIET+ConveRT": 69.3, "BERT": 73.6, "Haptik": 72.3, "(TF-IDF+LinearSVC)": 74.9},
}
GOALS = {"banking77": 85.2, "clinc150": 91.5, "curekart": 84.1, "powerplay11": 49.1, "sofmattress": 69.3}
AUROC_GOAL = 96.0


@dataclass(frozen=True)
class Settings:
    """What may differ from the model's defaults: the voters' weights, and the neighbours' softmax temperature."""

    weights: Weights = field(default_factory=Weights)
    temperature: float = ensemble.NEIGHBOUR_TEMPERATURE

    def __str__(self) -> str:
        shares = f"{self.weights.text:g}/{self.weights.vector:g}/{self.weights.neighbour:g}"
        return ("default " if self == Settings() else "chosen ") + f"{shares} T={self.temperature:g}"


CANDIDATES = (
    Settings(),
    *(
        Settings(Weights(*shares), temperature)
        for shares in ((1.0, 1.0, 1.0), (0.5, 1.0, 0.5), (0.5, 1.0, 0.25), (0.25, 1.0, 0.25))
        for temperature in (0.05, 0.1)
        if Settings(Weights(*shares), temperature) != Settings()
    ),
    Settings(Weights(0.5, 1.0, 0.0)),
)
Scores = Callable[["NDArray[np.float64]", "NDArray[np.float64]"], "NDArray[np.float64]"]
SCORE_RULES: dict[str, Scores] = {
    "probability": lambda probability, cosine: probability,
    "cosine": lambda probability, cosine: cosine,
    "probability + cosine": lambda probability, cosine: probability + cosine,
    "probability + 2 cosine": lambda probability, cosine: probability + 2 * cosine,
    "probability x cosine": lambda probability, cosine: probability * cosine.clip(0),
}


@dataclass(frozen=True)
class Result:
    """One line of the table: figures per seed in percent, with the goal and the published ones (percent)."""

    set: str
    measure: str
    settings: str
    per_seed: list[float]
    goal: float
    published: dict[str, float]
    above: bool = False  # whether the goal itself is not enough

    def as_dict(self) -> dict[str, Any]:
        """All fields, with the mean, the sample standard deviation over seeds (None for one) and whether it is met."""
        mean = statistics.mean(self.per_seed)
        spread = round(statistics.stdev(self.per_seed), 2) if len(self.per_seed) > 1 else None
        met = mean > self.goal if self.above else mean >= self.goal
        return {**asdict(self), "mean": round(mean, 2), "deviation": spread, "met": met}


class Vectors:
    """Sentence vectors of texts, each computed once."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row per text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._known[text] for text in texts])


def find(name: str, folder: Path | None) -> Path:
    """The data file `name` in `folder`, or in the cache, fetched if need be. Exits with one line when it cannot be."""
    file = (folder or CACHE) / name
    if file.exists():
        return file
    if folder:
        sys.exit(f"public_intents: {file} is missing")
    try:
        with urlopen(SOURCES[name], timeout=60) as answer:
            content = answer.read()
    except OSError as error:
        sys.exit(f"public_intents: cannot fetch {SOURCES[name]} ({error}); give the files with --data")
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_bytes(content)
    return part.replace(file)


def read_csv(file: Path) -> list[Row]:
    """The rows of a file whose two columns are text and label."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [(text, label) for text, label in list(csv.reader(lines))[1:]]


def draw(rows: list[Row], count: int, seed: int) -> list[Row]:
    """`count` rows of each label, without replacement."""
    random = np.random.default_rng(seed)
    by_label: dict[str, list[Row]] = {}
    for row in rows:
        by_label.setdefault(row[1], []).append(row)
    return [group[i] for _, group in sorted(by_label.items()) for i in random.choice(len(group), count, replace=False)]


def fit(rows: list[Row], vectors: Vectors, settings: Settings) -> IntentEnsemble:
    """The project's model, trained on `rows`."""
    texts, labels = zip(*rows, strict=True)
    return IntentEnsemble.fit(texts, labels, vectors.of(texts), weights=settings.weights)


def predict(model: IntentEnsemble, rows: list[Row], vectors: Vectors, settings: Settings) -> list[Prediction]:
    """The model's prediction for each row's text."""
    texts = [text for text, _ in rows]
    with mock.patch.object(ensemble, "NEIGHBOUR_TEMPERATURE", settings.temperature):
        return model.predict(texts, vectors.of(texts))


def accuracy(predictions: list[Prediction], rows: list[Row]) -> float:
    """Percentage of rows whose first label is right; there is no threshold."""
    right = [prediction.ranking[0][0] == label for prediction, (_, label) in zip(predictions, rows, strict=True)]
    return 100 * statistics.mean(right)


def auroc(inside: list[Prediction], outside: list[Prediction], rule: str) -> float:
    """Percentage of pairs of a message in scope and one out of scope in which the one in scope scores higher."""
    from sklearn.metrics import roc_auc_score

    both = [*inside, *outside]
    probability = np.array([prediction.ranking[0][1] for prediction in both])
    cosine = np.array([prediction.nearest for prediction in both])
    truth = [1] * len(inside) + [0] * len(outside)
    return 100 * float(roc_auc_score(truth, SCORE_RULES[rule](probability, cosine)))


def few_shot(
    name: str,
    draws: list[list[Row]],
    validations: list[list[Row]],
    test: list[Row],
    vectors: Vectors,
    log: dict[str, Any],
) -> tuple[list[Result], dict[Settings, list[IntentEnsemble]]]:
    """Accuracy over draws with the defaults, and with the candidate that is best on validation; and those models."""
    models: dict[Settings, list[IntentEnsemble]] = {}
    tried: dict[Settings, float] = {}
    for settings in CANDIDATES:
        models[settings] = [fit(rows, vectors, settings) for rows in draws]
        pairs = zip(models[settings], validations, strict=True)
        tried[settings] = statistics.mean(
            accuracy(predict(model, rows, vectors, settings), rows) for model, rows in pairs
        )
        print(f"{name} validation accuracy {tried[settings]:.2f} with {asdict(settings)}", flush=True)
    log[name] = [{**asdict(settings), "validation_accuracy": round(mean, 2)} for settings, mean in tried.items()]
    kept = {settings: models[settings] for settings in dict.fromkeys((Settings(), max(tried, key=lambda s: tried[s])))}
    results = []
    for settings, group in kept.items():
        figures = [accuracy(predict(model, test, vectors, settings), test) for model in group]
        results.append(Result(name, "accuracy, 10-shot", str(settings), figures, GOALS[name], PUBLISHED[name]))
    return results, kept


def banking77(folder: Path | None, seeds: int, vectors: Vectors, log: dict[str, Any]) -> list[Result]:
    """Accuracy on the whole test set after 10 examples per intent."""
    train, test = (read_csv(find(f"banking77/{split}.csv", folder)) for split in SPLITS)
    draws = [draw(train, PER_INTENT, seed) for seed in range(seeds)]
    rest = [[row for row in train if row not in set(rows)] for rows in draws]
    validations = [draw(rows, VALIDATION_PER_INTENT, seed) for seed, rows in enumerate(rest)]
    return few_shot("banking77", draws, validations, test, vectors, log)[0]


def clinc150(folder: Path | None, seeds: int, vectors: Vectors, log: dict[str, Any]) -> list[Result]:
    """Accuracy in scope after 10 examples per intent, and how well scores part in scope from out of scope."""
    content = json.loads(find("clinc150/data_full.json", folder).read_text(encoding="utf-8"))
    data: dict[str, list[Row]] = {split: [(text, label) for text, label in rows] for split, rows in content.items()}
    draws = [draw(data["train"], PER_INTENT, seed) for seed in range(seeds)]
    results, models = few_shot("clinc150", draws, [data["val"]] * seeds, data["test"], vectors, log)
    for settings, group in models.items():
        read = {
            split: [predict(model, data[split], vectors, settings) for model in group]
            for split in ("val", "oos_val", "test", "oos_test")
        }
        pairs = list(zip(read["val"], read["oos_val"], strict=True))
        tried = {rule: statistics.mean(auroc(*pair, rule) for pair in pairs) for rule in SCORE_RULES}
        log.setdefault("clinc150_auroc", {})[str(settings)] = {rule: round(mean, 2) for rule, mean in tried.items()}
        rule = max(tried, key=lambda name: tried[name])
        figures = [auroc(*pair, rule) for pair in zip(read["test"], read["oos_test"], strict=True)]
        results.append(Result("clinc150", f"AUROC, {rule}", str(settings), figures, AUROC_GOAL, {}))
    return results


def hint3(folder: Path | None, seeds: int, vectors: Vectors, log: dict[str, Any]) -> list[Result]:
    """Accuracy in scope after all training examples of each of three shops' assistants; nothing is random."""
    results = []
    for bot in BOTS:
        train, test = (read_csv(find(f"hint3/{bot}_{split}.csv", folder)) for split in SPLITS)
        inside = [row for row in test if row[1] != NOTHING]
        figure = accuracy(predict(fit(train, vectors, Settings()), inside, vectors, Settings()), inside)
        results.append(Result(bot, "accuracy in scope", str(Settings()), [figure], GOALS[bot], PUBLISHED[bot], True))
    return results


MEASUREMENTS = {"banking77": banking77, "clinc150": clinc150, "hint3": hint3}


def main() -> None:
    """Run the chosen measurements, print the table, write the JSON file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with banking77/, clinc150/ and hint3/; fetched if not given")
    parser.add_argument("--seeds", type=int, default=3, help="how many draws of training examples (default 3)")
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=list(MEASUREMENTS), help="which sets")
    parser.add_argument("--json", type=Path, help="write the results to this file")
    options = parser.parse_args()
    encoder = shared_encoder()
    if encoder is None:
        sys.exit("public_intents: the sentence encoder is not installed")
    vectors, log = Vectors(encoder), dict[str, Any]()
    results = [line for name in options.only for line in MEASUREMENTS[name](options.data, options.seeds, vectors, log)]
    print_table([result.as_dict() for result in results])
    if options.json:
        report = {**provenance(), "cores": os.cpu_count(), "seeds": options.seeds}
        report |= {"results": [result.as_dict() for result in results], "validation": log}
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def print_table(lines: list[dict[str, Any]]) -> None:
    """One line per result; settings are the weights of text/vector/neighbour and the temperature T."""
    form = "{:<12} {:<33} {:<28} {:>13} {:>7} {:<4} {}"
    print("\n" + form.format("set", "measure", "settings", "ours (mean)", "goal", "met", "published"))
    for line in lines:
        ours = f"{line['mean']:.2f}" + ("" if line["deviation"] is None else f" ± {line['deviation']:.2f}")
        goal = ("> " if line["above"] else "≥ ") + f"{line['goal']:.1f}"
        published = ", ".join(f"{name} {figure}" for name, figure in line["published"].items())
        print(
            form.format(
                line["set"], line["measure"], line["settings"], ours, goal, "yes" if line["met"] else "no", published
            )
        )


if __name__ == "__main__":
    main()
