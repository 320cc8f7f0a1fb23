"""Reads our YAML files so that every complaint can name file, line and key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError


class ContentError(Exception):
    """A content file is wrong; the message names the file, the line (from 1) and the key."""

    def __init__(self, file: Path, problem: str, line: int | None = None, key: str | None = None) -> None:
        place = f"{file}" + (f", line {line}" if line is not None else "") + (f", key '{key}'" if key else "")
        super().__init__(f"{place}: {problem}")


def read(file: Path) -> CommentedMap:
    """The mapping at the root of `file`, with line numbers. Raises ContentError when it is not one."""
    try:
        data = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContentError(file, "is missing or cannot be read") from error
    except UnicodeDecodeError as error:
        raise ContentError(file, "is not UTF-8 text") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problem = str(error.problem).partition(" with value")[0]  # a duplicate key is quoted with all that it holds
        raise ContentError(file, f"is not valid YAML: {problem}", line) from error
    except (YAMLError, ValueError) as error:
        raise ContentError(file, f"is not valid YAML: {str(error)[:80]}") from error
    if not isinstance(data, CommentedMap):
        raise ContentError(file, "must be a mapping of keys to values")
    return data


class Section:
    """One mapping of a content file, whose keys are taken one by one and checked."""

    def __init__(self, file: Path, data: Any, name: str) -> None:
        if not isinstance(data, Mapping):
            raise ContentError(file, "must be a mapping of keys to values", key=name)
        self.file = file
        self.name = name
        self._data = data

    def error(self, key: str, problem: str) -> ContentError:
        """The error for `key` of this mapping, with its line."""
        line = None
        position = getattr(self._data, "lc", None)
        if position is not None:
            line = (position.data or {}).get(key, (position.line,))[0] + 1
        return ContentError(self.file, problem, line, f"{self.name}.{key}")

    def allow(self, keys: Iterable[str]) -> None:
        """Refuse any key that is not in `keys`."""
        known = tuple(keys)
        for key in self._data:
            if key not in known:
                raise self.error(str(key), f"unknown key; known are {', '.join(known)}")

    def text(self, key: str, most_words: int | None = None, most_characters: int | None = None) -> str:
        """The required text at `key`, stripped and within the limits."""
        value = self._data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "a text is required here")
        text = value.strip()
        words = len(text.split())
        if most_words is not None and words > most_words:
            raise self.error(key, f"{words} words; at most {most_words} are allowed")
        if most_characters is not None and len(text) > most_characters:
            raise self.error(key, f"{len(text)} characters; at most {most_characters} are allowed")
        return text

    def optional_text(self, key: str, most_words: int | None = None) -> str | None:
        """The text at `key`, or None when the key is absent."""
        return self.text(key, most_words) if key in self._data else None

    def value(self, key: str) -> Any:
        """Whatever stands at `key`, or None."""
        return self._data.get(key)

    def __iter__(self) -> Iterator[str]:
        """The keys in their order."""
        return map(str, self._data)

    def texts(self, key: str, least: int = 1, most: int | None = None) -> tuple[str, ...]:
        """The list of texts at `key`, holding `least` to `most` items."""
        value = self._data.get(key)
        if not isinstance(value, list) or not all(isinstance(item, str | int) and str(item).strip() for item in value):
            raise self.error(key, "a list of texts is required here")
        if len(value) < least or (most is not None and len(value) > most):
            raise self.error(key, f"{len(value)} items; {least} to {most or 'any number'} are required")
        return tuple(str(item).strip() for item in value)

    def sections(self, key: str) -> list[Section]:
        """The list of mappings at `key`, at least one."""
        value = self._data.get(key)
        if not isinstance(value, list) or not value:
            raise self.error(key, "a list with at least one entry is required here")
        if not all(isinstance(item, Mapping) for item in value):
            raise self.error(key, "each entry must be a mapping of keys to values")
        return [Section(self.file, item, f"{self.name}.{key}[{index}]") for index, item in enumerate(value, 1)]
