"""Modules that are imported at start and not used then: they are really loaded when somebody first uses them."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Any


class _DeferredModule(ModuleType):
    """Stands in `sys.modules` for a module until an attribute of it, or a module below it, is asked for.

    The standard library's LazyLoader does not serve: the statement `import a.b` already looks at an attribute.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def load_when_used(name: str) -> None:
    """Let `import name` cost nothing until the module is used. Does nothing where it is loaded or not installed.

    `name` is a module inside a package; the package itself is imported.
    """
    parent, _, child = name.rpartition(".")
    if name not in sys.modules and importlib.util.find_spec(name) is not None:
        module = _DeferredModule(name)
        sys.modules[name] = module
        setattr(sys.modules[parent], child, module)
