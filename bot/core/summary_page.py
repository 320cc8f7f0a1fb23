"""The summary of a self-check as a page to print: one HTML file without scripts, pictures or addresses."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Self-check summary, {date}</title>
<style>
@page {{ size: A4; margin: 18mm }}
body {{ font: 11pt/1.45 system-ui, sans-serif; color: #1f2933; max-width: 46em; margin: 2em auto; padding: 0 1em }}
h1 {{ font-size: 1.5em; margin-bottom: .2em }}
p.note {{ color: #52606d; margin-top: 0 }}
p.raised {{ border-left: 4px solid #b3261e; padding: .4em .8em; background: #fdecea }}
p.clear {{ border-left: 4px solid #9fb3c8; padding: .4em .8em; background: #f0f4f8 }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .35em .5em; border-bottom: 1px solid #cbd2d9 }}
tr {{ break-inside: avoid }}
q {{ color: #52606d }}
</style>
</head>
<body>
<h1>Self-check summary</h1>
<p class="note">{date}. Answers that a person gave to an automated chat. Nobody has examined them.</p>
{raised}
<table>
<thead><tr><th scope="col">Question</th><th scope="col">Answer</th></tr></thead>
<tbody>
{answers}
</tbody>
</table>
{result}
<p class="note">No study has tested this check. It does not say what the cause is.</p>
</body>
</html>
"""


def summary_page(card: Mapping[str, Any]) -> str:
    """The page for a card of type `summary`. Everything that a person wrote is escaped. Raises KeyError for another."""
    raised = ", ".join(card["raised"])
    signs = f"Danger signs raised: {raised}." if raised else "Danger signs raised in this chat: none."
    result = (card["result"] or "").replace("_", " ").replace(":", ": ")
    return _PAGE.format(
        date=escape(card["date"]),
        raised=f'<p class="{"raised" if raised else "clear"}">{escape(signs)}</p>',
        answers="\n".join(map(_row, card["answers"])),
        result=f"<p>Answers match: {escape(result)} (rule version {escape(card['version'])}).</p>" if result else "",
    )


def _row(entry: Mapping[str, str]) -> str:
    words = f"<br><q>{escape(entry['words'])}</q>" if entry["words"] else ""
    return f"<tr><td>{escape(entry['question'])}</td><td>{escape(entry['answer'])}{words}</td></tr>"
