"""Every way through the self-check as a decision table: where it ends, by which rule, and how many ways end there.

A way is what one person answers, in the order of the questions, until a danger ends the check or there is a result.
Nothing is sampled: answers that say the same signs, are open alike and raise the same levels are counted as one, and
ways that have come to the same go on as one. The rule in `bot.core.self_check` decides each; here is only the counting.
Answers given before they are asked or changed later are not in it; `tests/core/test_self_check_table.py` covers them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple, TypeVar, cast

from bot.core.questions import OPEN, SKIPPED, UNSURE, Answers, Question
from bot.core.red_flags import Level
from bot.core.self_check import LEAST_INFORMATIVE, ResultKind, SelfCheck

ESCALATE, STOPPED = "escalate", "stopped"
_LOOKED_AT = frozenset({"nerve"})  # questions of which the rule asks whether they were left open
_EITHER = cast("tuple[str, ...]", None)  # stands for an answer, open or not; the rule would fail loudly if it looked
_LEVELS = {level.rank: level for level in Level}
_ENDS_IT = Level.URGENT.rank  # from this rank a level ends the check


@dataclass(frozen=True)
class Ending:
    """Ways that end alike. `level` is the most urgent level raised on the way, `example` the answers of one of them."""

    outcome: str  # a result's kind, `escalate:<level>`, or `stopped`: a question was skipped that has to be answered
    pattern: str | None
    runner_up: str | None
    rule: str
    level: Level | None
    asked: tuple[str, ...]  # the questions that lead there, in their order
    ways: int
    example: Answers


class _State(NamedTuple):
    """What one answer, or all answers so far, amount to: everything that rule and dangers depend on."""

    signs: int = 0  # a bit for each sign
    clear: int = 0  # definite answers about signs, counted up to what the rule needs
    rank: int = 0  # of the most urgent level that an answer raises alone; 0 for none
    company: int = 0  # a bit for each option that can be a danger in company


_Trail = tuple["_Trail", str, tuple[str, ...]] | None  # the answers of one way, the last one first
_Ways = dict[_State, tuple[int, _Trail]]  # how many come to each state, and one of them
_Place = tuple[str, str | None, str | None, str, int, tuple[str, ...]]  # an Ending without its ways
_Key = TypeVar("_Key")


def answers_to(question: Question) -> Iterator[tuple[str, ...]]:
    """Every answer that `settle` can make of a reply to `question`, and the two open ones."""
    real = [option.id for option in question.options if not option.nothing]
    for size in range(1, len(real) + 1 if question.many else 2):
        yield from combinations(real, size)
    yield from ((option.id,) for option in question.options if option.nothing)
    yield from ((UNSURE,), (SKIPPED,))


def endings(check: SelfCheck) -> list[Ending]:
    """All endings of `check`, the most frequent first. Takes some 20 seconds for the questions as they are.

    Raises ValueError unless the safety questions come first and say no signs.
    """
    gates = [question for question in check.questions if question.gate]
    if check.questions[: len(gates)] != tuple(gates) or any(item.signs for gate in gates for item in gate.options):
        raise ValueError("the safety questions have to come first, and to say no signs")
    return _Counting(check).run(gates)


class _Counting:
    """The ways counted so far; `people` are the answers to the safety questions with which the check goes on."""

    def __init__(self, check: SelfCheck) -> None:
        self._rule = _Rule(check.questions, check.version, check.patterns, check.together)
        self._sums = _Sums(check)
        pairs = sorted({pair for group in check.together for pair in group.answers})
        self._company = {pair: 1 << place for place, pair in enumerate(pairs)}
        self._groups = [(sum(self._company[pair] for pair in item.answers), item.level.rank) for item in check.together]
        self._people: _Ways = {_State(): (1, None)}
        self._found: dict[_Place, tuple[int, _Trail, _Trail]] = {}
        self._ranks: dict[tuple[int, int, int], dict[int, tuple[int, _Trail]]] = {}

    def run(self, gates: list[Question]) -> list[Ending]:
        for number, gate in enumerate(gates, 1):
            self._pass(gate, tuple(item.id for item in gates[:number]))
        self._follow({_State(): (1, None)}, {gate.id: _EITHER for gate in gates})
        made = [
            Ending(outcome, pattern, runner_up, rule, _LEVELS.get(rank), asked, ways, {**_told(theirs), **_told(trail)})
            for (outcome, pattern, runner_up, rule, rank, asked), (ways, theirs, trail) in self._found.items()
        ]
        return sorted(made, key=lambda ending: -ending.ways)

    def _pass(self, gate: Question, asked: tuple[str, ...]) -> None:
        """Every answer to a safety question, of all who have come so far."""
        people, self._people = self._people, {}
        for before, (ways, trail) in people.items():
            for answer in answers_to(gate):
                state = _both(before, self._state(gate, answer))
                rank = max(state.rank, self._rank_together(state.company))
                on = (trail, gate.id, answer)
                if gate.unsure_raises and answer == (SKIPPED,):
                    self._end((STOPPED, None, None, "no answer about dangers", rank, asked), ways, on)
                elif gate.unsure_raises and answer == (UNSURE,):
                    rank = max(rank, *(level.rank for _, level in gate.unsure_raises))
                    self._end((*_alarm(rank, "not sure about dangers"), asked), ways, on)
                elif rank >= _ENDS_IT:
                    self._end((*_alarm(rank), asked), ways, on)
                else:
                    _count(self._people, state, ways, on)

    def _follow(self, states: _Ways, answered: dict[str, tuple[str, ...]]) -> None:
        """From `states`, which have come through the questions `answered`, to their ends."""
        summed = _Summed(answered)
        asked = self._asked(answered)
        coming: dict[str, _Ways] = {}
        for state, (ways, trail) in states.items():
            self._sums.put(summed, state)
            question = self._rule.asks(summed)
            if question is not None:
                coming.setdefault(question.id, {})[state] = ways, trail
                continue
            result = self._rule.decide(summed)
            for rank, (people, theirs) in self._by_rank(state.company, state.company, state.rank).items():
                self._end((*result, rank, asked), ways * people, theirs, trail)
        for name, group in coming.items():
            question = self._rule.by_id[name]
            effects: _Ways = {}
            for answer in answers_to(question):
                _count(effects, self._state(question, answer), 1, (None, name, answer))
            for clear in ((0,), (1,)) if name in _LOOKED_AT else ((0, 1),):
                chosen = {effect: found for effect, found in effects.items() if effect.clear in clear}
                answer = next(trail[2] for _, trail in chosen.values() if trail) if name in _LOOKED_AT else _EITHER
                with_it = {**answered, name: answer}
                self._follow(self._answered(group, chosen, self._asked(with_it)), with_it)

    def _answered(self, states: _Ways, effects: _Ways, asked: tuple[str, ...]) -> _Ways:
        """`states` after each of `effects`; where a danger ends the check, the way is counted and goes no further."""
        after: _Ways = {}
        for before, (ways, trail) in states.items():
            for effect, (answers, last) in effects.items():
                assert last is not None
                state, on = _both(before, effect), (trail, *last[1:])
                if effect.rank >= _ENDS_IT or state.company != before.company:
                    for rank, (people, theirs) in self._by_rank(before.company, state.company, effect.rank).items():
                        if rank >= _ENDS_IT:
                            self._end((*_alarm(rank), asked), ways * answers * people, theirs, on)
                if effect.rank < _ENDS_IT:
                    _count(after, state, ways * answers, on)
        return after

    def _by_rank(self, before: int, company: int, rank: int) -> dict[int, tuple[int, _Trail]]:
        """People for whom `before` was no danger, by the most urgent rank in the company of `company` and `rank`."""
        key = before, company, rank
        if key not in self._ranks:
            found = self._ranks[key] = {}
            for person, (ways, trail) in self._people.items():
                if self._rank_together(person.company | before) < _ENDS_IT:
                    _count(found, max(rank, person.rank, self._rank_together(person.company | company)), ways, trail)
        return self._ranks[key]

    def _rank_together(self, company: int) -> int:
        return max((rank for bits, rank in self._groups if bits & company == bits), default=0)

    def _end(self, place: _Place, ways: int, theirs: _Trail, trail: _Trail = None) -> None:
        """Count `ways` that end at `place`: `theirs` are answers to the safety questions, `trail` the others."""
        known = self._found.get(place)
        self._found[place] = (ways, theirs, trail) if known is None else (known[0] + ways, *known[1:])

    def _asked(self, answered: Answers) -> tuple[str, ...]:
        return tuple(question.id for question in self._rule.questions if question.id in answered)

    def _state(self, question: Question, answer: tuple[str, ...]) -> _State:
        """What `answer` amounts to alone."""
        clear = not OPEN.intersection(answer)
        options = [question.by_id[choice] for choice in answer] if clear else []
        return _State(
            signs=sum(self._sums.bits[sign] for sign in {sign for option in options for sign in option.signs}),
            clear=int(clear and not question.gate),
            rank=max((level.rank for option in options for _, level in option.raises), default=0),
            company=sum(self._company.get((question.id, option.id), 0) for option in options),
        )


class _Summed(dict[str, tuple[str, ...]]):
    """Answers to some questions, with what all of them add up to."""

    signs: set[str]
    points: dict[str, int]
    informative: int


class _Rule(SelfCheck):
    """The rule itself, over answers that are summed up already."""

    def signs(self, answers: Answers) -> set[str]:
        return cast(_Summed, answers).signs

    def scores(self, answers: Answers) -> dict[str, int]:
        return cast(_Summed, answers).points

    def informative(self, answers: Answers) -> int:
        return cast(_Summed, answers).informative

    def asks(self, summed: _Summed) -> Question | None:
        """The next question, as `next_question` finds it."""
        return next((item for item in self.questions if item.id not in summed and self._is_asked(item, summed)), None)

    def decide(self, summed: _Summed) -> tuple[ResultKind, str | None, str | None, str]:
        """Kind, leading pattern, runner-up and rule, as `conclude` finds them."""
        kind, pattern, rule = self._decide(summed, summed.points)
        ranked = self._ranked(summed, summed.points)
        return kind, pattern, next(item for item in ranked if item != (pattern or ranked[0])), rule


class _Sums:
    """Signs as bits, and what sets of them add up to."""

    def __init__(self, check: SelfCheck) -> None:
        signs = sorted({sign for question in check.questions for option in question.options for sign in option.signs})
        self.bits = {sign: 1 << place for place, sign in enumerate(signs)}
        self._signs = {bit: sign for sign, bit in self.bits.items()}
        self._patterns = check.patterns
        self._half = (1 << len(signs) // 2) - 1
        self._known: dict[int, tuple[set[str], tuple[int, ...]]] = {0: (set(), (0,) * len(check.patterns))}

    def put(self, summed: _Summed, state: _State) -> None:
        """Let `summed` stand for answers that come to `state`."""
        some, points = self._sum(state.signs & self._half)  # in two halves, of which there are far fewer
        others, more = self._sum(state.signs & ~self._half)
        summed.signs, summed.informative = some | others, state.clear
        summed.points = {item.id: first + then for item, first, then in zip(self._patterns, points, more, strict=True)}

    def _sum(self, bits: int) -> tuple[set[str], tuple[int, ...]]:
        if bits not in self._known:
            lowest = bits & -bits
            sign, (there, points) = self._signs[lowest], self._sum(bits ^ lowest)
            weights = (pattern.weights.get(sign, 0) for pattern in self._patterns)
            self._known[bits] = {*there, sign}, tuple(map(int.__add__, points, weights))
        return self._known[bits]


def _both(first: _State, second: _State) -> _State:
    return _State(
        first.signs | second.signs,
        min(first.clear + second.clear, LEAST_INFORMATIVE),
        max(first.rank, second.rank),
        first.company | second.company,
    )


def _count(counts: dict[_Key, tuple[int, _Trail]], key: _Key, ways: int, trail: _Trail) -> None:
    known = counts.get(key)
    counts[key] = (ways, trail) if known is None else (known[0] + ways, known[1])


def _alarm(rank: int, rule: str = "a danger") -> tuple[str, None, None, str, int]:
    return f"{ESCALATE}:{_LEVELS[rank]}", None, None, rule, rank


def _told(trail: _Trail) -> Answers:
    return {} if trail is None else {**_told(trail[0]), trail[1]: trail[2]}
