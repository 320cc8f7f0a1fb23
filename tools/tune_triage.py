"""Tunes the encoder's layers to triage and writes `bot/nlu/triage-layers.onnx` (decision 0006).

Run when `data/triage/` has grown a lot; about an hour on two cores:

    python -m venv .tools/tuning
    .tools/tuning/bin/pip install -r tools/tuning-requirements.txt
    .tools/tuning/bin/python tools/tune_triage.py

Every epoch prints figures on the validation split. The same seed gives the same weights on the same kind of machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import string
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import BertWordPieceTokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from triage_net import Net, as_onnx, model_weights, restore

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.content.checks import examples  # noqa: E402
from bot.content.library import load_library  # noqa: E402
from bot.content.triage import Lesson, lessons  # noqa: E402
from bot.evaluation.red_flag_sets import load_split  # noqa: E402
from bot.nlu.encoder import LOWER_LAYERS  # noqa: E402
from bot.nlu.tuned_layers import FILE  # noqa: E402

MAX_TOKENS = 128
LEVELS = (None, "professional", "urgent", "emergency")  # in the order of bot.nlu.triage.LEVELS
BATCH, RATE, HEAD_RATE, DEEPER, SMOOTHING, FLAG_SHARE = 32, 7e-5, 7e-4, 0.9, 0.02, 0.3
AVERAGED = 0.998  # share of the running mean of all weights that each step keeps


def tokenizer() -> BertWordPieceTokenizer:
    """The encoder's tokenizer, padding to the longest text of a batch."""
    found = BertWordPieceTokenizer(str(ROOT / "bot" / "nlu" / "minilm-vocab.txt"), lowercase=True)
    found.enable_truncation(MAX_TOKENS)
    found.enable_padding()
    return found


def batches(texts: Sequence[str], chance: np.random.Generator | None = None) -> Iterator[list[int]]:
    """Indices of texts of like length; in random order where `chance` is given."""
    order = np.arange(len(texts)) if chance is None else chance.permutation(len(texts))
    found = []
    for start in range(0, len(order), BATCH * 20):
        part = sorted(order[start : start + BATCH * 20], key=lambda index: len(texts[index]))
        found += [part[first : first + BATCH] for first in range(0, len(part), BATCH)]
    if chance is not None:
        chance.shuffle(found)
    yield from found


def roughened(text: str, chance: random.Random) -> str:
    """`text` as people type: sometimes with slips, without marks, or with talk around it."""
    if chance.random() < 0.25:
        words = text.split()
        long = [place for place, word in enumerate(words) if len(word) >= 4]
        for place in chance.sample(long, min(len(long), chance.choice((1, 1, 2)))):
            word, at = words[place], chance.randrange(1, len(words[place]) - 1)
            words[place] = chance.choice(
                (
                    word[:at] + word[at + 1 :],
                    word[: at + 1] + word[at:],
                    word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
                    word[:at] + chance.choice(string.ascii_lowercase) + word[at + 1 :],
                )
            )
        text = " ".join(words)
    if chance.random() < 0.15:
        text = "".join(char for char in text if char not in ".,;:!?'’\"-")
    if chance.random() < 0.1:
        text = f"{chance.choice(('hi', 'hello,', 'sorry', 'just wondering,', 'ok so', 'hey,'))} {text}"
    if chance.random() < 0.1:
        text = f"{text} {chance.choice(('thanks', 'ta', 'please help', 'any advice?', 'cheers', 'what now'))}"
    return text


def beside_another(lesson: Lesson, others: Sequence[Lesson], chance: random.Random) -> Lesson:
    """Now and then a harmless message before or behind: it takes no danger away."""
    if chance.random() > 0.08:
        return lesson
    pair = [lesson, chance.choice(others)]
    chance.shuffle(pair)
    return Lesson(f"{pair[0].text.rstrip('.')}. {pair[1].text}", lesson.flag, lesson.level)


def rank(lesson: Lesson) -> int:
    """Place of its level among `LEVELS`."""
    return LEVELS.index(lesson.level.value if lesson.level else None)


def groups(net: Net) -> list[dict[str, object]]:
    """What is learned at which rate: the deeper a layer, the slower."""
    layers = [
        {"params": layer.parameters(), "lr": RATE * DEEPER**depth} for depth, layer in enumerate(reversed(net.upper))
    ]
    return [*layers, {"params": [*net.levels.parameters(), *net.flags.parameters()], "lr": HEAD_RATE}]


def tune(learned: Sequence[Lesson], flags: Sequence[str], epochs: int, seed: int, before: Path | None) -> Iterator[Net]:
    """Learn from `learned`, going on from the file `before` if there is one.

    Gives the net, and prints figures on the validation split, after every epoch.
    """
    torch.manual_seed(seed)
    order, chance = np.random.default_rng(seed), random.Random(seed)
    net, tokens = Net(model_weights(), LOWER_LAYERS, len(LEVELS), len(flags)), tokenizer()
    if before is not None:
        restore(net, before, flags)
        print(f"before: {figures(net, tokens)}", flush=True)
    averaged = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED))
    harmless = [lesson for lesson in learned if lesson.level is None and len(lesson.text) < 120]
    optimizer = torch.optim.AdamW(groups(net), weight_decay=0.01)
    steps = epochs * math.ceil(len(learned) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.06 * steps)) * (1 - step / steps)
    )
    for epoch in range(epochs):
        net.train()
        for rows in batches([lesson.text for lesson in learned], order):
            part = [beside_another(learned[row], harmless, chance) for row in rows]
            levels, named = net(*encoded(tokens, [roughened(lesson.text, chance) for lesson in part]))
            loss = functional.cross_entropy(levels, torch.tensor(list(map(rank, part))), label_smoothing=SMOOTHING)
            of_flag = torch.tensor([flags.index(lesson.flag) if lesson.flag else -100 for lesson in part])
            if (of_flag >= 0).any():
                loss = loss + FLAG_SHARE * functional.cross_entropy(named, of_flag)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            averaged.update_parameters(net)
        print(f"epoch {epoch + 1} of {epochs}: {figures(averaged.module, tokens)}", flush=True)
        yield averaged.module


def encoded(tokens: BertWordPieceTokenizer, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Token numbers and mask of `texts`."""
    found = tokens.encode_batch(list(texts))
    return torch.tensor([item.ids for item in found]), torch.tensor([item.attention_mask for item in found]).bool()


def figures(net: Net, tokens: BertWordPieceTokenizer) -> str:
    """Share of dangers above the threshold that lets 2, 5 or 10 % of harmless validation messages through."""
    net.eval()
    messages = load_split("validation")
    shares = np.zeros((len(messages), len(LEVELS)))
    with torch.no_grad():
        for rows in batches([message.text for message in messages]):
            levels, _ = net(*encoded(tokens, [messages[row].text for row in rows]))
            shares[rows] = torch.softmax(levels, 1).numpy()
    wanted = np.array([LEVELS.index(message.level.value if message.level else None) for message in messages])
    danger = shares[:, 2:].sum(1)
    harmless = np.sort(danger[wanted == 0])[::-1]
    parts = []
    for share in (0.02, 0.05, 0.1):
        limit = harmless[int(share * len(harmless))]
        emergency, urgent = ((danger[wanted == rank] > limit).mean() for rank in (3, 2))
        parts.append(f"{share:.0%} E {emergency:.1%} U {urgent:.1%}")
    return "; ".join(parts) + f"; exact {(shares.argmax(1) == wanted).mean():.1%}"


def beside_the_newest(learned: Sequence[Lesson], newest: int, sample: int, chance: random.Random) -> list[Lesson]:
    """The last `newest` lines of the files of messages, and a `sample` of all others, so that nothing is forgotten."""
    files = (ROOT / "data" / "triage" / "dangers.tsv", ROOT / "data" / "triage" / "harmless.txt")
    lines = [line.rpartition("\t")[2] for file in files for line in file.read_text("utf-8").splitlines()[-newest:]]
    texts = set(lines)
    others = [lesson for lesson in learned if lesson.text not in texts]
    return [lesson for lesson in learned if lesson.text in texts] + chance.sample(others, min(sample, len(others)))


def main() -> None:
    """Read the lessons, tune, and write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--epochs", type=int, default=3)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--new", action="store_true", help="begin from the encoder, not from the file that is there")
    options.add_argument("--out", type=Path, default=FILE)
    options.add_argument("--newest", type=int, help="learn the last so many lines of both files, beside a sample")
    options.add_argument("--sample", type=int, default=8000, help="messages beside the newest, chosen at random")
    chosen = options.parse_args()
    data = ROOT / "data"
    learned = lessons(data, load_library(data).red_flags)
    learned += [Lesson(text) for phrases in examples(data).values() for text in phrases]
    all_flags = sorted({lesson.flag for lesson in learned if lesson.flag})
    if chosen.newest:
        learned = beside_the_newest(learned, chosen.newest, chosen.sample, random.Random(chosen.seed))
    print(f"{len(learned)} messages", flush=True)
    flags = all_flags
    digest = hashlib.sha256(json.dumps([[item.text, item.flag, item.level] for item in learned]).encode()).hexdigest()
    metadata = {"messages": str(len(learned)), "sha256": digest, "epochs": str(chosen.epochs), "seed": str(chosen.seed)}
    for net in tune(learned, flags, chosen.epochs, chosen.seed, None if chosen.new else FILE):
        chosen.out.write_bytes(as_onnx(net, {**metadata, "flags": " ".join(flags)}))
        print(f"wrote {chosen.out} ({chosen.out.stat().st_size / 1e6:.1f} MB)", flush=True)


if __name__ == "__main__":
    main()
