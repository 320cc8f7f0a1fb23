"""The dangers of one conversation: raised by findings, lowered only by an explicit denial of the same danger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.core.red_flags import Level, highest


@dataclass(frozen=True)
class Watch:
    """Flags that were raised with their levels, in the order in which they came, and the changes made."""

    raised: Mapping[str, Level] = field(default_factory=dict)
    changes: tuple[str, ...] = ()

    @property
    def level(self) -> Level | None:
        """The most urgent level of what is still raised."""
        return highest(self.raised.values())

    @property
    def forbids_exercise(self) -> bool:
        """True while stretching or strengthening could do harm (design, section 6)."""
        return self.level in (Level.EMERGENCY, Level.URGENT)

    def raise_flag(self, flag: str, level: Level) -> Watch:
        """This watch with `flag` raised to at least `level`; a flag is never lowered by being raised again."""
        reached = highest([self.raised.get(flag), level])
        assert reached is not None
        if self.raised.get(flag) == reached:
            return self
        return Watch({**self.raised, flag: reached}, (*self.changes, f"{flag} raised to {reached.value}"))

    def deny(self, flags: frozenset[str]) -> Watch:
        """This watch without `flags`, which the person said are not there."""
        gone = [flag for flag in self.raised if flag in flags]
        if not gone:
            return self
        kept = {flag: level for flag, level in self.raised.items() if flag not in flags}
        return replace(self, raised=kept, changes=(*self.changes, *(f"{flag} denied" for flag in gone)))

    def as_dict(self) -> dict[str, object]:
        """The watch as JSON data."""
        return {"raised": {flag: level.value for flag, level in self.raised.items()}, "changes": list(self.changes)}

    @classmethod
    def from_dict(cls, data: Mapping[str, object] | None) -> Watch:
        """The inverse of `as_dict`; an empty watch for None."""
        if not data:
            return cls()
        raised, changes = data["raised"], data["changes"]
        assert isinstance(raised, Mapping)
        assert isinstance(changes, list)
        return cls({flag: Level(level) for flag, level in raised.items()}, tuple(changes))
