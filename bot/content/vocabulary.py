"""The vocabulary file (`data/vocabulary.yml`): how people say the signs that red flags are made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.content.yaml_file import Section, read


@dataclass(frozen=True)
class Vocabulary:
    """Signs with their phrases, and the words around them; all in the spelling of `spell_out`.

    `spoken` maps dialect and slang to plain words; `stems` maps irregular forms to one stem; `idioms` are phrases that
    mean no sign; `timeless` names signs that count although they lie in the past.
    """

    signs: dict[str, tuple[str, ...]]
    spoken: dict[str, str]
    stems: dict[str, str]
    idioms: tuple[str, ...]
    timeless: frozenset[str]


def load_vocabulary(file: Path) -> Vocabulary:
    """Read and check `file`. Raises ContentError."""
    section = Section(file, read(file), "vocabulary")
    section.allow(("signs", "spoken", "stems", "idioms", "timeless"))
    signs = Section(file, section.value("signs"), "signs")
    spoken = Section(file, section.value("spoken"), "spoken")
    stems = Section(file, section.value("stems"), "stems")
    timeless = frozenset(section.texts("timeless"))
    return Vocabulary(
        signs={sign: signs.texts(sign) for sign in signs},
        spoken={word: spoken.text(word) for word in spoken},
        stems={form: stem for stem in stems for form in stems.texts(stem)},
        idioms=section.texts("idioms"),
        timeless=timeless,
    )
