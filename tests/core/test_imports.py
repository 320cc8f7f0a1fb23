"""The direction of imports: design, section 4 (core <- content, nlu, storage <- runtime <- gate <- the rest)."""

from __future__ import annotations

import ast
import graphlib
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.content.library import PROJECT

_CORE = ("bot.core",)
_MIDDLE = (*_CORE, "bot.content", "bot.storage")
_RUNTIME = (*_MIDDLE, "bot.nlu", "bot.runtime")
_GATE = (*_RUNTIME, "bot.gate")
_OUTER = (*_GATE, "bot.channels", "bot.operations", "bot.evaluation")

MAY_IMPORT = {
    "bot.core": (),
    "bot.content": _CORE,
    "bot.nlu": (*_CORE, "bot.content"),
    "bot.storage": (*_CORE, "bot.content"),
    "bot.runtime": (*_MIDDLE, "bot.nlu"),
    "bot.gate": _RUNTIME,
    "bot.channels": _GATE,
    "bot.operations": (*_GATE, "bot.channels"),
    "bot.evaluation": _GATE,
    "bot.widget": (),
    "bot.cli": _OUTER,
    "actions": (*_MIDDLE, "bot.nlu.decision"),
}
EXCEPTIONS = {("bot.runtime.assistant", "actions")}
SANDBOX = """
import sys
before = set(sys.modules)
import importlib, json, pkgutil
import bot.core
for found in pkgutil.walk_packages(bot.core.__path__, "bot.core."):
    importlib.import_module(found.name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def _name(file: Path) -> str:
    parts = file.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of every module of ours, by dotted name."""
    files = [*PROJECT.glob("bot/**/*.py"), *PROJECT.glob("actions/**/*.py")]
    return {_name(file): ast.parse(file.read_text(encoding="utf-8"), str(file)) for file in files}


def _targets(node: ast.Import | ast.ImportFrom, importer: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    assert node.module is not None, f"{importer}: imports are absolute here"
    for alias in node.names:
        deeper = f"{node.module}.{alias.name}"
        yield deeper if deeper in modules() else node.module


def _ours(target: str) -> bool:
    return target.split(".")[0] in {"bot", "actions"}


def imports(importer: str) -> set[str]:
    """Every module of ours that `importer` names, wherever the import stands."""
    nodes = (node for node in ast.walk(modules()[importer]) if isinstance(node, ast.Import | ast.ImportFrom))
    return {target for node in nodes for target in _targets(node, importer) if _ours(target)}


def imports_at_import_time(importer: str) -> set[str]:
    """The same without imports in functions and for type checking only."""

    def walk(nodes: list[ast.stmt]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from _targets(node, importer)
            elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
                yield from walk(node.orelse)
            elif isinstance(node, ast.If | ast.Try | ast.With | ast.ClassDef):
                for field in ("body", "orelse", "finalbody"):
                    yield from walk(getattr(node, field, []))
                yield from (name for handler in getattr(node, "handlers", []) for name in walk(handler.body))

    return {target for target in walk(modules()[importer].body) if _ours(target)}


def _package(module: str) -> str:
    return "actions" if module.split(".")[0] == "actions" else ".".join(module.split(".")[:2])


def _is_within(module: str, prefix: str) -> bool:
    return module == prefix or module.startswith(f"{prefix}.")


def test_core_loads_nothing_but_the_standard_library_and_itself() -> None:
    done = subprocess.run([sys.executable, "-c", SANDBOX], capture_output=True, text=True, check=True, cwd=PROJECT)
    loaded: list[str] = json.loads(done.stdout)
    foreign = [name for name in loaded if name.split(".")[0] not in {"bot", *sys.stdlib_module_names}]
    other_rooms = [
        name for name in loaded if _is_within(name, "bot") and name != "bot" and _package(name) != "bot.core"
    ]
    assert "bot.core.text" in loaded
    assert foreign == []
    assert other_rooms == []


def test_every_package_has_its_place_in_the_layers() -> None:
    packages = {_package(name) for name in modules() if name != "bot"}
    assert packages <= MAY_IMPORT.keys()


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_run_one_way(package: str) -> None:
    allowed = (package, *MAY_IMPORT[package])
    wrong = [
        f"{importer} imports {target}"
        for importer in modules()
        if _package(importer) == package
        for target in imports(importer)
        if target != "bot"
        and (importer, target) not in EXCEPTIONS
        and not any(_is_within(target, prefix) for prefix in allowed)
    ]
    assert wrong == []


@pytest.mark.parametrize("package", ["actions", "bot.cli"])
def test_nothing_imports_actions_or_the_command_line(package: str) -> None:
    importers = {
        (importer, package)
        for importer in modules()
        if _package(importer) != package and any(_is_within(target, package) for target in imports(importer))
    }
    assert importers == {pair for pair in EXCEPTIONS if pair[1] == package}


def test_no_module_needs_itself_to_be_imported() -> None:
    graph = {name: imports_at_import_time(name) - {name} for name in modules()}
    order = tuple(graphlib.TopologicalSorter(graph).static_order())  # raises CycleError, which names the cycle
    assert set(order) == graph.keys()
