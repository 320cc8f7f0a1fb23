"""The region file (`data/regions.yml`), and the region of this installation."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from bot.content.library import data_folder
from bot.content.yaml_file import Section, read
from bot.core.regions import UNSET, Region

VARIABLE = "ASSISTANT_REGION"  # set from the setting `region`, for actions in this or another process
_KEYS = ("name", "emergency", "emergency_also", "advice", "advice_number", "crisis", "verified")


def load_regions(data: Path) -> dict[str, Region]:
    """All regions by key, the unset one included. Raises ContentError."""
    file = data / "regions.yml"
    root = Section(file, read(file), "regions")
    regions = {}
    for key in root:
        section = Section(file, root.value(key), key)
        if key == UNSET:
            section.allow(("list",))
            regions[key] = Region(key, "anywhere", every_number=section.text("list", most_words=30))
            continue
        section.allow(_KEYS)
        texts = {name: section.optional_text(name) for name in _KEYS if name not in ("name", "emergency", "verified")}
        regions[key] = Region(key, section.text("name"), section.text("emergency"), **texts)
    return regions


@lru_cache(maxsize=1)
def current_region() -> Region:
    """The region that the settings chose (they check it at start and put it into `ASSISTANT_REGION`)."""
    return load_regions(data_folder())[os.environ.get(VARIABLE, UNSET)]
