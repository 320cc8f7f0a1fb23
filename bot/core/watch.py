"""The dangers of one conversation: raised by findings, lowered only by an explicit denial of the same danger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.core.red_flags import Level, RedFlag, highest


@dataclass(frozen=True)
class Watch:
    """Flags that were raised with their levels, in the order in which they came, and the changes made.

    `evidence` holds the live signs that each flag was raised by.
    """

    raised: Mapping[str, Level] = field(default_factory=dict)
    evidence: Mapping[str, frozenset[str]] = field(default_factory=dict)
    changes: tuple[str, ...] = ()

    @property
    def level(self) -> Level | None:
        """The most urgent level of what is still raised."""
        return highest(self.raised.values())

    @property
    def forbids_exercise(self) -> bool:
        """True while stretching or strengthening could do harm (design, section 6)."""
        return self.level in (Level.EMERGENCY, Level.URGENT)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The raised flags' ids in the clinical reference, sorted."""
        return tuple(sorted({flag.partition("-")[0] for flag in self.raised}))

    def raise_flag(self, flag: str, level: Level, signs: Iterable[str] = ()) -> Watch:
        """This watch with `flag` raised to at least `level`; a flag is never lowered by being raised again."""
        reached = highest([self.raised.get(flag), level])
        assert reached is not None
        evidence = {**self.evidence, flag: self.evidence.get(flag, frozenset()) | frozenset(signs)}
        if self.raised.get(flag) == reached:
            return replace(self, evidence=evidence)
        changes = (*self.changes, f"{flag} raised to {reached.value}")
        return Watch({**self.raised, flag: reached}, evidence, changes)

    def deny(self, flags: Iterable[str]) -> Watch:
        """This watch without `flags`, which the person said are not there."""
        gone = [flag for flag in self.raised if flag in set(flags)]
        if not gone:
            return self
        kept = {flag: level for flag, level in self.raised.items() if flag not in gone}
        evidence = {flag: signs for flag, signs in self.evidence.items() if flag in kept}
        return Watch(kept, evidence, (*self.changes, *(f"{flag} denied" for flag in gone)))

    def deny_signs(self, denied: Iterable[str], flags: Mapping[str, RedFlag]) -> Watch:
        """This watch after somebody denied some signs: a flag goes when nothing that raised it is left.

        "It is not swollen" takes nothing back while "it is hot" alone would raise the same flag.
        """
        gone = frozenset(denied)
        evidence = {flag: signs - gone for flag, signs in self.evidence.items()}

        def still_there(flag: str) -> bool:
            before, after = self.evidence[flag], evidence[flag]
            if not any(before.issuperset(trigger.signs) for trigger in flags[flag].triggers):
                return bool(after)  # raised by the triage net, on all of the evidence together
            return any(after.issuperset(trigger.signs) for trigger in flags[flag].triggers)

        lost = [flag for flag in self.raised if gone & self.evidence.get(flag, frozenset()) and not still_there(flag)]
        return replace(self, evidence=evidence).deny(lost)

    def as_dict(self) -> dict[str, Any]:
        """The watch as JSON data."""
        return {
            "raised": {flag: level.value for flag, level in self.raised.items()},
            "evidence": {flag: sorted(signs) for flag, signs in self.evidence.items()},
            "changes": list(self.changes),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Watch:
        """The inverse of `as_dict`; an empty watch for None."""
        if not data:
            return cls()
        return cls(
            {flag: Level(level) for flag, level in data["raised"].items()},
            {flag: frozenset(signs) for flag, signs in data["evidence"].items()},
            tuple(data["changes"]),
        )
