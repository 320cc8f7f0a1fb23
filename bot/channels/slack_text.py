"""Text to and from Slack, which marks up mentions and links and escapes three characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_MARK = re.compile(r"<([^<>]*)>")
_SIGNS = {
    "+1": "👍",
    "thumbsup": "👍",
    "-1": "👎",
    "thumbsdown": "👎",
    "ok_hand": "👌",
    "white_check_mark": "✅",
    "heavy_check_mark": "✅",
    "x": "❌",
    "sos": "🆘",
    "pray": "🙏",
    "wave": "👋",
}
_SIGN = re.compile(rf":({'|'.join(map(re.escape, _SIGNS))}):(?::skin-tone-[2-6]:)?")
_ONLY_SIGNS = re.compile(r"\s*(?::[a-z0-9_+'-]+:\s*)+")
_SOME_SIGN = "🙂"
_ENDS = ("\n\n", "\n", ". ", " ")  # where a long text is best parted


def words(text: str, bot: str = "") -> str:
    """What somebody typed, from the form in which Slack hands it over; mentions of `bot` (its user id) are left out.

    The names of emoji that mean a word become that emoji, and a message of nothing but other emoji becomes one.
    """
    plain = _MARK.sub(lambda mark: _spoken(mark[1], bot), text)
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    plain = _SIGN.sub(lambda sign: _SIGNS[sign[1]], plain)
    return _SOME_SIGN if _ONLY_SIGNS.fullmatch(plain) else plain.strip()


def escape(text: str) -> str:
    """`text` so that Slack shows it as it is: nobody is notified and nothing is linked by it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, most: int) -> str:
    """`text` escaped, in at most `most` characters; what is cut ends in an ellipsis."""
    if len(escape(text)) <= most:
        return escape(text)
    kept = text[: most - 1]
    while len(escape(kept)) > most - 1:
        kept = kept[:-1]
    return f"{escape(kept.rstrip())}…"


def parted(text: str, most: int, size: Callable[[str], int] = len) -> Iterator[str]:
    """`text` in parts of at most `most` by `size`, parted between paragraphs or sentences where that goes."""
    rest = text.strip()
    while rest:
        cut = min(len(rest), most)
        while (over := size(rest[:cut]) - most) > 0:
            cut -= max(1, over // 5)  # an escape is five characters at most
        if cut < len(rest):
            found = (rest.rfind(end, cut // 2, cut) + len(end) for end in _ENDS if end in rest[cut // 2 : cut])
            cut = next(found, cut)
        if part := rest[:cut].strip():
            yield part
        rest = rest[cut:].strip()


def pieces(text: str, most: int) -> Iterator[str]:
    """`text` escaped, in parts of at most `most` characters."""
    return map(escape, parted(text, most, lambda part: len(escape(part))))


def _spoken(mark: str, bot: str) -> str:
    """What a mark between angle brackets reads like: a person, a channel, a group, a date, or a link."""
    target, _, label = mark.partition("|")
    if target.startswith("@"):
        return "" if target[1:] == bot else f"@{label or 'someone'}"
    if target.startswith("#"):
        return f"#{label or 'channel'}"
    if target.startswith("!"):
        return label or f"@{target[1:]}"
    return label or target
