"""Measure the intent model on public data sets, beside published figures: BANKING77, CLINC150 and HINT3.

The data are not part of this repository: they are read from `--data`, or fetched once from the data sets' own
repositories at pinned commits. Figures are percentages (0-100). No choice is made on a test set. Takes 5-20 minutes.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.request import urlopen

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.cli.evaluate import provenance
from bot.nlu import ensemble
from bot.nlu.encoder import SentenceEncoder, shared_encoder
from bot.nlu.ensemble import IntentEnsemble, Prediction, Weights

Row = tuple[str, str]  # a text and its label
CACHE = Path(__file__).resolve().parents[1] / ".cache" / "public_intents"
RAW = "https://raw.githubusercontent.com"
BANKING77 = f"{RAW}/PolyAI-LDN/task-specific-datasets/57ec275d8078af65b7731c2a98be812d844a6d6b/banking_data"
CLINC150 = f"{RAW}/clinc/oos-eval/828f8093932c8fe6ca7936c3d2e52903b1c523de/data"
HINT3 = f"{RAW}/hellohaptik/HINT3/99965c892ea9a6801a87083d3861b0b04c91a4e7/dataset/v1"
BOTS = ("curekart", "powerplay11", "sofmattress")
SPLITS = ("train", "test")
SOURCES = {
    **{f"banking77/{split}.csv": f"{BANKING77}/{split}.csv" for split in SPLITS},
    "clinc150/data_full.json": f"{CLINC150}/data_full.json",
    **{f"hint3/{bot}_{split}.csv": f"{HINT3}/{split}/{bot}_{split}.csv" for bot in BOTS for split in SPLITS},
}
PER_INTENT = 10  # training examples per intent in the few-shot measurements
VALIDATION_PER_INTENT = 20  # BANKING77 has no validation split: so many come from the rest of its training data
NAMES = ("banking77", "clinc150", "hint3")
NOTHING = "NO_NODES_DETECTED"  # HINT3's label of messages that are out of scope

# Accuracies (%). USE and ConveRT, 10 examples per intent: Casanueva et al. 2020, arXiv 2003.04807. ICDA, the same: Lin
# et al. 2023, arXiv 2302.05096. HINT3: "Inscope Accuracy" at threshold 0.1 in the results/ of its repository (Arora et
# al. 2020). In brackets a reference of our own: sublinear TF-IDF of words (1-2) and characters (2-5).
PUBLISHED: dict[str, dict[str, float]] = {
    "banking77": {"USE": 84.23, "USE+ConveRT": 85.19, "ICDA": 89.79},
    "clinc150": {"USE": 90.85, "USE+ConveRT": 93.26, "ICDA": 94.84},
    "curekart": {"Rasa DIET+ConveRT": 84.1, "BERT": 83.6, "Haptik": 80.3, "(TF-IDF+LinearSVC)": 84.3},
    "powerplay11": {"Rasa DIET+ConveRT": 49.1, "BERT": 58.5, "Haptik": 66.5, "(TF-IDF+LinearSVC)": 61.5},
    "sofmattress": {"Rasa DIET+ConveRT": 69.3, "BERT": 73.6, "Haptik": 72.3, "(TF-IDF+LinearSVC)": 74.9},
}
GOALS = {"banking77": 85.2, "clinc150": 91.5, "curekart": 84.1, "powerplay11": 49.1, "sofmattress": 69.3, "auroc": 96}
DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True)
class Settings:
    """What may differ from the defaults: the voters' weights and two constants of `bot.nlu.ensemble`."""

    weights: Weights = DEFAULT_WEIGHTS
    strength: float = ensemble.VECTOR_REGULARISATION
    temperature: float = ensemble.NEIGHBOUR_TEMPERATURE

    def __str__(self) -> str:
        shares = "/".join(f"{share:g}" for share in asdict(self.weights).values())
        return f"{shares} C={self.strength:g} T={self.temperature:g}{' default' if self == Settings() else ''}"


SHARES = (Weights(), Weights(0.5, 1, 0.5), Weights(0.5, 1, 0.25), Weights(0.75, 1, 0), Weights(0.5, 1, 0))
CANDIDATES = [Settings(), *(Settings(*values) for values in itertools.product(SHARES, (10.0, 30.0), (0.05, 0.1)))]
SCORE_RULES: dict[str, Callable[[Any, Any], Any]] = {  # of the largest probability and the nearest example's cosine
    "probability": lambda probability, cosine: probability,
    "cosine": lambda probability, cosine: cosine,
    "probability + cosine": lambda probability, cosine: probability + cosine,
    "probability + 2 cosine": lambda probability, cosine: probability + 2 * cosine,
    "probability x cosine": lambda probability, cosine: probability * cosine.clip(0),
}


def find(name: str, folder: Path | None) -> Path:
    """The data file `name` in `folder`, or in the cache, fetched if need be. Exits with one line when it cannot be."""
    file = (folder or CACHE) / name
    if file.exists():
        return file
    if folder:
        sys.exit(f"public_intents: {file} is missing")
    try:
        content = urlopen(SOURCES[name], timeout=60).read()
    except OSError as error:
        sys.exit(f"public_intents: cannot fetch {SOURCES[name]} ({error}); give the files with --data")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def read_csv(file: Path) -> list[Row]:
    """The rows of a file whose two columns are text and label."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [(text, label) for text, label in list(csv.reader(lines))[1:]]


def draw(rows: list[Row], count: int, seed: int) -> list[Row]:
    """`count` rows of each label, without replacement."""
    random = np.random.default_rng(seed)
    groups = [list(group) for _, group in itertools.groupby(sorted(rows, key=itemgetter(1)), key=itemgetter(1))]
    return [group[index] for group in groups for index in random.choice(len(group), count, replace=False)]


def accuracy(predictions: list[Prediction], rows: list[Row]) -> float:
    """Percentage of rows whose likeliest label is right; there is no threshold."""
    return 100 * statistics.fmean(one.ranking[0][0] == row[1] for one, row in zip(predictions, rows, strict=True))


def auroc(inside: list[Prediction], outside: list[Prediction], rule: str) -> float:
    """Percentage of pairs of a message in scope and one out of scope in which the one in scope scores higher."""
    probability = np.array([prediction.ranking[0][1] for prediction in inside + outside])
    cosine = np.array([prediction.nearest for prediction in inside + outside])
    truth = [1] * len(inside) + [0] * len(outside)
    return 100 * float(roc_auc_score(truth, SCORE_RULES[rule](probability, cosine)))


class Benchmark:
    """One run: its data, the sentence vectors (each text's computed once), the results and what validation said."""

    def __init__(self, folder: Path | None, seeds: int, encoder: SentenceEncoder) -> None:
        self._folder = folder
        self._seeds = range(seeds)
        self._encoder = encoder
        self._vectors: dict[str, Any] = {}
        self.results: list[dict[str, Any]] = []
        self.validation: dict[str, dict[str, float]] = {}  # mean figure over seeds (%) of everything tried, by measure

    def banking77(self) -> None:
        """Accuracy on the whole test set after 10 examples per intent."""
        train, test = (read_csv(find(f"banking77/{split}.csv", self._folder)) for split in SPLITS)
        draws = [draw(train, PER_INTENT, seed) for seed in self._seeds]
        rest = [[row for row in train if row not in chosen] for chosen in map(set, draws)]
        validation = [draw(rows, VALIDATION_PER_INTENT, seed) for seed, rows in enumerate(rest)]
        self._few_shot("banking77", draws, validation, test)

    def clinc150(self) -> None:
        """Accuracy in scope after 10 examples per intent, and how well a score tells in scope from out of scope."""
        content = json.loads(find("clinc150/data_full.json", self._folder).read_text(encoding="utf-8"))
        data: dict[str, list[Row]] = {split: [(text, label) for text, label in rows] for split, rows in content.items()}
        draws = [draw(data["train"], PER_INTENT, seed) for seed in self._seeds]
        models = self._few_shot("clinc150", draws, [data["val"] for _ in draws], data["test"])
        for settings, group in models.items():
            splits = ("val", "oos_val", "test", "oos_test")
            read = [[self._predict(model, data[split], settings) for split in splits] for model in group]
            tried = {rule: statistics.mean(auroc(one[0], one[1], rule) for one in read) for rule in SCORE_RULES}
            self.validation[f"clinc150 AUROC, {settings}"] = {rule: round(mean, 2) for rule, mean in tried.items()}
            rule = max(tried, key=lambda name: tried[name])
            figures = [auroc(one[2], one[3], rule) for one in read]
            self._add("clinc150", f"AUROC, {rule}", settings, figures, GOALS["auroc"])

    def hint3(self) -> None:
        """Accuracy in scope after all training examples of each of three assistants; nothing in it is random."""
        for bot in BOTS:
            train, test = (read_csv(find(f"hint3/{bot}_{split}.csv", self._folder)) for split in SPLITS)
            inside = [row for row in test if row[1] != NOTHING]
            figure = accuracy(self._predict(self._fit(train, Settings()), inside, Settings()), inside)
            self._add(bot, "accuracy in scope", Settings(), [figure], GOALS[bot], above=True)

    def _few_shot(
        self, name: str, draws: list[list[Row]], validation: list[list[Row]], test: list[Row]
    ) -> dict[Settings, list[IntentEnsemble]]:
        """Test the defaults and, where it differs, the candidate that is best on validation; returns their models."""
        models: dict[tuple[Weights, float], list[IntentEnsemble]] = {}
        tried: dict[Settings, float] = {}
        for settings in CANDIDATES:
            key = (settings.weights, settings.strength)  # the temperature does not matter to training
            models[key] = models.get(key) or [self._fit(rows, settings) for rows in draws]
            pairs = zip(models[key], validation, strict=True)
            tried[settings] = statistics.mean(accuracy(self._predict(m, rows, settings), rows) for m, rows in pairs)
        self.validation[f"{name} accuracy"] = {str(settings): round(mean, 2) for settings, mean in tried.items()}
        best = max(tried, key=lambda settings: tried[settings])
        kept = {settings: models[settings.weights, settings.strength] for settings in (Settings(), best)}
        for settings, group in kept.items():
            figures = [accuracy(self._predict(model, test, settings), test) for model in group]
            self._add(name, f"accuracy, {PER_INTENT} per intent", settings, figures, GOALS[name])
        return kept

    def _embed(self, texts: Sequence[str]) -> Any:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])

    def _fit(self, rows: list[Row], settings: Settings) -> IntentEnsemble:
        texts, labels = zip(*rows, strict=True)
        with mock.patch.object(ensemble, "VECTOR_REGULARISATION", settings.strength):
            return IntentEnsemble.fit(texts, labels, self._embed(texts), weights=settings.weights)

    def _predict(self, model: IntentEnsemble, rows: list[Row], settings: Settings) -> list[Prediction]:
        texts = [text for text, _ in rows]
        with mock.patch.object(ensemble, "NEIGHBOUR_TEMPERATURE", settings.temperature):
            return model.predict(texts, self._embed(texts))

    def _add(
        self, name: str, measure: str, settings: Settings, figures: list[float], goal: float, above: bool = False
    ) -> None:
        """Keep a result (%), with the sample standard deviation over seeds; `above`: equal is not enough."""
        mean = statistics.mean(figures)
        line: dict[str, Any] = {"set": name, "measure": measure, "settings": str(settings), "mean": round(mean, 2)}
        line["deviation"] = round(statistics.stdev(figures), 2) if len(figures) > 1 else None
        line["per_seed"] = [round(figure, 2) for figure in figures]
        line |= {"goal": f"{'>' if above else '≥'} {goal}", "met": mean > goal if above else mean >= goal}
        self.results.append({**line, "published": PUBLISHED[name] if measure.startswith("accuracy") else {}})


def print_table(results: list[dict[str, Any]]) -> None:
    """One line per result; settings: text/vector/neighbour weights, the vectors' C, the temperature T."""
    form = "{:<12} {:<30} {:<26} {:>12} {:>7} {:<4} {}"
    print(form.format("set", "measure", "settings", "ours (mean)", "goal", "met", "published"))
    for line in results:
        ours = f"{line['mean']:.2f}" + (f" ± {line['deviation']:.2f}" if line["deviation"] is not None else "")
        published = ", ".join(f"{name} {figure}" for name, figure in line["published"].items())
        print(form.format(*list(line.values())[:3], ours, line["goal"], ("no", "yes")[line["met"]], published))


def main() -> None:
    """Run the chosen measurements, print the table, write the JSON file."""
    parser = argparse.ArgumentParser(description="Measure the intent model on public data sets.")
    parser.add_argument("--data", type=Path, help="folder with banking77/, clinc150/ and hint3/; fetched if not given")
    parser.add_argument("--seeds", type=int, default=3, help="how many draws of training examples (default 3)")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="which sets (default all)")
    parser.add_argument("--json", type=Path, help="write the results to this file")
    options = parser.parse_args()
    if (encoder := shared_encoder()) is None:
        sys.exit("public_intents: the sentence encoder is not installed")
    benchmark = Benchmark(options.data, options.seeds, encoder)
    for name in options.only:
        getattr(benchmark, name)()
    print_table(benchmark.results)
    if options.json:
        report = {**provenance(), "cores": os.cpu_count(), "seeds": options.seeds, "results": benchmark.results}
        text = json.dumps({**report, "validation": benchmark.validation}, indent=1, ensure_ascii=False)
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
