"""The few pieces of HTML that a report is made of. What is not known to be HTML is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

# What HTML forbids or what turns the direction of text around; a mark shows that something was there.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def html(value: str) -> Html:
    """`value` as HTML: escaped, unless it is HTML already."""
    if isinstance(value, Html):
        return value
    return Html(_escaped(value))


def joined(parts: Iterable[str], between: str = "\n") -> Html:
    """`parts` one after another, each as HTML."""
    return Html(between.join(map(html, parts)))


def element(name: str, *content: str, **attributes: str) -> Html:
    """An element. At the end of an attribute's name an underscore is left out, elsewhere it becomes a hyphen."""
    given = "".join(f' {key.rstrip("_").replace("_", "-")}="{_escaped(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{given}>{joined(content, '')}</{name}>")


def _escaped(value: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", value))


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Iterable[int] = ()) -> Html:
    """A table whose first column names the rows; `numbers` are the columns with figures, set to the right.

    A column without a name holds bars, which only repeat a figure beside them.
    """
    right = frozenset(numbers)

    def kind(column: int) -> dict[str, str]:
        return {"class_": "number"} if column in right else {} if columns[column] else {"class_": "bar"}

    head = [
        element("th", name, scope="col", **kind(column)) if name else element("td", **kind(column))
        for column, name in enumerate(columns)
    ]
    body = [
        element(
            "tr",
            element("th", row[0], scope="row"),
            *(element("td", value, **kind(column)) for column, value in enumerate(row[1:], 1)),
        )
        for row in rows
    ]
    whole = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *head)),
        element("tbody", joined(body)),
    )
    return element("div", whole, class_="scroll", role="region", aria_label=caption, tabindex="0")
