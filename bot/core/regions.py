"""Emergency numbers: what to dial depends on where the person is, and is never guessed from their language."""

from __future__ import annotations

from dataclasses import dataclass

UNSET = "unset"


@dataclass(frozen=True)
class Region:
    """The numbers of one region. `emergency` is None for the unset region, whose `every_number` lists them all."""

    key: str
    name: str
    emergency: str | None = None
    emergency_also: str | None = None
    advice: str | None = None
    advice_number: str | None = None
    crisis: str | None = None
    every_number: str | None = None

    @property
    def call_now(self) -> str:
        """The first sentence of an emergency: what to dial, with the country where several are listed."""
        if self.emergency is None:
            return f"Call your emergency number now. {self.every_number}"
        other = f" or {self.emergency_also}" if self.emergency_also else ""
        return f"Call {self.emergency}{other} now ({self.name})."

    @property
    def go_today(self) -> str:
        """The first sentence when somebody must be seen today."""
        if self.advice is None:
            return "Get this seen today. Call a doctor now, or go to urgent care."
        number = f" on {self.advice_number}" if self.advice_number and self.advice_number not in self.advice else ""
        return f"Get this seen today. Ring {self.advice}{number} now, or go to urgent care."
