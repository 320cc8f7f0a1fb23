"""Flow files (`data/flows/<flow>.yml`): what the assistant says besides topics, checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.content.topics import read_source
from bot.content.yaml_file import ContentError, Section, read
from bot.core.topics import Source

FLOWS_FOLDER = "flows"
_WHOLE = (".", "?", "!", ":", "}")  # how what is said may end
_FILE_KEYS = ("version", "nlu", "rules", "stories", "flow")


@dataclass(frozen=True)
class FlowReply:
    """Ways to say one thing, used in turn; `next` are intents to offer; `title` is its button label, if it has one."""

    id: str
    flow: str
    says: tuple[str, ...]
    next: tuple[str, ...] = ()
    title: str | None = None
    sources: tuple[Source, ...] = ()


def load_flows(data: Path) -> dict[str, FlowReply]:
    """The replies of all flows by their id (for most, the intent they answer). Raises ContentError."""
    replies: dict[str, FlowReply] = {}
    for file in sorted((data / FLOWS_FOLDER).glob("*.yml")):
        data_of_file = read(file)
        Section(file, data_of_file, "file").allow(_FILE_KEYS)
        section = Section(file, data_of_file.get("flow"), "flow")
        section.allow(("id", "replies", "sources"))
        if section.text("id") != file.stem:
            raise section.error("id", f"must be the file's name, '{file.stem}'")
        sources = tuple(map(read_source, section.sections("sources"))) if section.value("sources") else ()
        entries = Section(file, section.value("replies"), "flow.replies")
        for key in entries:
            if key in replies:
                raise entries.error(key, f"also defined in flow '{replies[key].flow}'")
            replies[key] = _reply(Section(file, entries.value(key), f"flow.replies.{key}"), key, file.stem, sources)
    if not replies:
        raise ContentError(data / FLOWS_FOLDER, "holds no flow files")
    return replies


def _reply(section: Section, key: str, flow: str, sources: tuple[Source, ...]) -> FlowReply:
    section.allow(("title", "says", "next"))
    cut = next((text for text in section.texts("says") if " " in text and not text.endswith(_WHOLE)), None)
    if cut is not None:  # an unquoted comma in [brackets] cuts a sentence in two
        raise section.error("says", f"ends in the middle of a sentence: …{cut[-20:]}")
    return FlowReply(
        id=key,
        flow=flow,
        says=section.texts("says"),
        next=section.texts("next", most=3) if section.value("next") else (),
        title=section.optional_text("title"),
        sources=sources,
    )
