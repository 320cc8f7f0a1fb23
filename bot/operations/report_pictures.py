"""Pictures of a report: plain SVG that takes its colours from the page, so that it fits a dark screen and paper too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.operations.report_html import Html, element, html, joined

COLOURS = 7
"""Colours that tell series apart; the style sheet has as many."""
_WIDTH, _HEIGHT = 760, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 6, 14, 26
_BAR, _BAR_HEIGHT = 120.0, 10


@dataclass(frozen=True)
class Series:
    """A name and one value for each column."""

    name: str
    values: Sequence[int]


def columns(name: str, title: str, told: str, labels: Sequence[str], series: Sequence[Series]) -> Html:
    """Columns over time or over classes, stacked by `series`; an empty label leaves its column without one.

    `name` is unique on the page; `title` stands above the picture, and `told` says in words what it shows.
    """
    totals = [sum(values) for values in zip(*(item.values for item in series), strict=True)]
    ticks = _ticks(max(totals, default=0))
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    step, scale = wide / len(labels), high / ticks[-1]
    parts = []
    for tick in ticks:
        y = _TOP + high - tick * scale
        parts.append(_line(_LEFT, y, _WIDTH - _RIGHT, y))
        parts.append(_text(_LEFT - 6, y + 4, f"{tick:,}", "end"))
    for column, label in enumerate(labels):
        x, y = _LEFT + column * step, _TOP + float(high)
        for number, item in enumerate(series):
            height = item.values[column] * scale
            y -= height
            if height:
                parts.append(_rectangle(x + step * 0.12, y, step * 0.76, height, f"c{number % COLOURS}"))
        if label:
            anchor = "start" if column == 0 and len(labels) > 12 else "middle"
            parts.append(_text(x + (step * 0.12 if anchor == "start" else step / 2), _HEIGHT - 8, label, anchor))
    return _picture(name, title, told, _HEIGHT, parts, [item.name for item in series])


def shares(name: str, title: str, told: str, parts: Sequence[tuple[str, int]]) -> Html:
    """One bar that is cut into `parts`, with their names below it."""
    whole = sum(value for _, value in parts) or 1
    x, drawn = 0.0, []
    for number, (_, value) in enumerate(parts):
        width = _WIDTH * value / whole
        if width:
            drawn.append(_rectangle(x, 0, max(width - 1.5, 0.5), 34, f"c{number % COLOURS}"))
        if width > 44:
            drawn.append(_text(x + width / 2, 22, f"{100 * value / whole:.0f} %", "middle", "on"))
        x += width
    return _picture(name, title, told, 34, drawn, [label for label, _ in parts])


def bar(parts: Sequence[tuple[int, str]], most: int) -> Html:
    """A bar for a table's cell: lengths with their classes, of which `most` fills it. It repeats figures beside it."""
    x, drawn = 0.0, []
    for value, kind in parts:
        width = _BAR * min(value / most, 1.0) if most else 0.0
        if width:
            drawn.append(_rectangle(x, 0, max(width, 1.0), _BAR_HEIGHT, kind))
        x += width
    return Html(
        f'<svg viewBox="0 0 {_BAR:.0f} {_BAR_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f"{joined(drawn, '')}</svg>"
    )


def keys(entries: Sequence[tuple[str, str]]) -> Html:
    """What the colours of bars mean: names with their classes."""
    items = (element("li", element("span", class_=f"key {kind}"), html(name)) for name, kind in entries)
    return element("ul", *items, class_="keys")


def _picture(name: str, title: str, told: str, height: int, parts: Sequence[Html], legend: Sequence[str]) -> Html:
    drawing = Html(
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{name}-title {name}-told">'
        f'<title id="{name}-title">{html(title)}</title><desc id="{name}-told">{html(told)}</desc>'
        f"{joined(parts, '')}</svg>"
    )
    legends = [keys([(label, f"c{number % COLOURS}") for number, label in enumerate(legend)])]
    return element(
        "figure",
        element("figcaption", title),
        element("div", drawing, class_="scroll", tabindex="0", role="group", aria_label=title),
        *(legends if len(legend) > 1 else []),
    )


def _ticks(most: int) -> list[int]:
    """Whole round numbers from 0 to at least `most`, two to six of them."""
    sizes = [factor * 10**power for power in range(9) for factor in (1, 2, 5)]
    step = next((size for size in sizes if most <= 4 * size), sizes[-1])
    return list(range(0, max(most, 1) + step, step))


def _rectangle(x: float, y: float, width: float, height: float, kind: str) -> Html:
    return Html(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{kind}"/>')


def _line(x: float, y: float, to_x: float, to_y: float) -> Html:
    return Html(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>')


def _text(x: float, y: float, text: str, anchor: str, kind: str = "label") -> Html:
    return Html(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{html(text)}</text>')
