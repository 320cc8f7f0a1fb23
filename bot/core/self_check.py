"""The self-check: which question comes next, and what the answers amount to. Counts and lists, never a probability.

The rule is that of `docs/self-check.md`, after section 3a of the clinical reference; weights are data. No study has
validated it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.questions import OPEN, Answers, AskedWhen, Option, Question, Questionnaire
from bot.core.red_flags import Level

_Pairs = tuple[tuple[str, str], ...]

HAMSTRING, SPRAIN, NERVE = "hamstring", "sprain", "nerve"
LEAST_INFORMATIVE = 4
LEAST_SCORE = 5
LEAST_LEAD = 3
_INJURY = frozenset({"onset_injury", "pop_snap", "swelling_fast", "bruise", "gives_way", "bone_point"})
_LOCAL = _INJURY | {"loc_achilles", "loc_under_heel", "loc_outer_ankle"}
_OWN = frozenset({"thigh_tight", "fwd_bend_worse", "hip_limited"})
_BEGAN_BY_ITSELF = frozenset({"onset_gradual", "onset_sudden"})
_NERVE = frozenset({"tingle_numb_burn", "shoots_from_back", "cough_sneeze"})
_WHERE = frozenset({"loc_achilles", "loc_under_heel", "first_steps_heel", "loc_diffuse"})
_UPWARDS = frozenset({"low_back_stiff", "hip_limited", "thigh_tight"})
_NOT_TIGHTNESS = _INJURY | _NERVE | {"morning_30", "night_rest_pain", "loc_outer_ankle"}


class ResultKind(StrEnum):
    """What the answers amount to (design, section 2)."""

    HAMSTRING_PATTERN = "hamstring_pattern"
    LOCAL_INJURY = "local_injury"
    OTHER_PATTERN = "other_pattern"
    MIXED = "mixed"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True)
class Pattern:
    """A picture that signs add up to: points per sign, -3 to 3."""

    id: str
    title: str
    weights: Mapping[str, int]


@dataclass(frozen=True)
class Result:
    """What the answers amount to, and why: titles are looked up by the (question, option) pairs in the three lists."""

    kind: ResultKind
    pattern: str | None  # the leading pattern, where there is one
    runner_up: str | None
    scores: Mapping[str, int]
    fits: tuple[tuple[str, str], ...]
    shared: tuple[tuple[str, str], ...]
    against: tuple[tuple[str, str], ...]
    rule: str
    version: str

    @property
    def id(self) -> str:
        """`hamstring_pattern`, `other_pattern:nerve` and so on."""
        return f"{self.kind}:{self.pattern}" if self.kind is ResultKind.OTHER_PATTERN else self.kind.value


@dataclass(frozen=True)
class Together:
    """Answers, as (question, option), that in company raise a red flag which none of them raises alone."""

    answers: tuple[tuple[str, str], ...]
    flag: str
    level: Level


@dataclass(frozen=True)
class SelfCheck(Questionnaire):
    """A questionnaire with the patterns that its answers tell apart."""

    version: str = "1"
    patterns: tuple[Pattern, ...] = ()
    together: tuple[Together, ...] = ()

    def course(self, answers: Answers) -> list[Question]:
        """The questions that these answers lead through, answered or not."""
        return [question for question in self.questions if self._is_asked(question, answers)]

    def signs(self, answers: Answers) -> set[str]:
        """Signs that the answers say are there."""
        return {sign for _, _, option in self._chosen(answers) for sign in option.signs}

    def scores(self, answers: Answers) -> dict[str, int]:
        """Points of each pattern: the sum of its weights over the signs that are there."""
        signs = self.signs(answers)
        return {pattern.id: sum(pattern.weights.get(sign, 0) for sign in signs) for pattern in self.patterns}

    def raised(self, answers: Answers) -> list[tuple[str, Level]]:
        """Red flags of the chosen options, alone and together, most urgent first."""
        found = super().raised(answers)
        for group in self.together:
            if all(option in answers.get(question, ()) for question, option in group.answers):
                found.append((group.flag, group.level))
        return sorted(found, key=lambda item: -item[1].rank)

    def informative(self, answers: Answers) -> int:
        """How many questions about signs have a definite answer."""
        return sum(
            not OPEN.intersection(answers[question.id])
            for question in self.questions
            if not question.gate and question.id in answers
        )

    def conclude(self, answers: Answers) -> Result:
        """What the answers amount to. Whoever calls this has checked that no danger is raised.

        Raises ValueError while a question of the course is still without an answer.
        """
        if (missing := self.next_question(answers)) is not None:
            raise ValueError(f"question '{missing.id}' has no answer")
        scores = self.scores(answers)
        kind, pattern, rule = self._decide(answers, scores)
        ranked = self._ranked(answers, scores)
        runner_up = next(item for item in ranked if item != (pattern or ranked[0]))
        fits, shared, against = self._sort_answers(answers)
        return Result(kind, pattern, runner_up, scores, fits, shared, against, rule, self.version)

    def would_change(self, answers: Answers) -> tuple[Question, Option, ResultKind] | None:
        """One other answer that would alter the result; of several the one that was asked last.

        None where no single answer would.
        """
        now = self.conclude(answers)
        for question in reversed(self.course(answers)):
            if question.gate or question.id not in answers:
                continue
            for option in question.options:
                other = {**answers, question.id: (option.id,)}
                if any(level is not Level.PROFESSIONAL for _, level in self.raised(other)):
                    continue
                if answers[question.id] == (option.id,) or self.next_question(other) is not None:
                    continue
                then = self.conclude(other)
                if then.id != now.id:
                    return question, option, then.kind
        return None

    def _decide(self, answers: Answers, scores: Mapping[str, int]) -> tuple[ResultKind, str | None, str]:
        signs = self.signs(answers)
        nerve_excluded = self._excludes_nerve(answers)
        ranked = self._ranked(answers, scores)
        leader, second = ranked[0], ranked[1]
        if self.informative(answers) < LEAST_INFORMATIVE:
            return ResultKind.NOT_ENOUGH, None, "too few answers"
        if _is_articles_picture(signs) and nerve_excluded:
            return ResultKind.HAMSTRING_PATTERN, HAMSTRING, "the article's whole picture"
        if scores[leader] < LEAST_SCORE:
            return ResultKind.MIXED, None, "no pattern stands out"
        if scores[leader] - scores[second] < LEAST_LEAD:
            return ResultKind.MIXED, leader, "two patterns are close"
        if leader == SPRAIN:
            return ResultKind.LOCAL_INJURY, SPRAIN, "injury signs lead"
        if leader != HAMSTRING:
            return ResultKind.OTHER_PATTERN, leader, "another pattern leads"
        if not nerve_excluded:
            return ResultKind.MIXED, HAMSTRING, "a nerve is not excluded"
        if signs & _LOCAL or len(signs & _OWN) < 2:
            return ResultKind.MIXED, HAMSTRING, "tightness may be one part of it"
        return ResultKind.HAMSTRING_PATTERN, HAMSTRING, "tightness leads"

    def _ranked(self, answers: Answers, scores: Mapping[str, int]) -> list[str]:
        """The patterns by their points, without the nerve where its own three signs were all denied.

        What is left of it then is shared with tightness.
        """
        ranked = sorted(scores, key=lambda item: -scores[item])
        return [pattern for pattern in ranked if pattern != NERVE or not self._excludes_nerve(answers)]

    def _excludes_nerve(self, answers: Answers) -> bool:
        answered = "nerve" in answers and not OPEN.intersection(answers["nerve"])
        return answered and not self.signs(answers) & _NERVE

    def _is_asked(self, question: Question, answers: Answers) -> bool:
        if question.asked_when is AskedWhen.ALWAYS or question.id in answers:
            return True
        injury_possible = "onset" in answers and not self.signs(answers) & _BEGAN_BY_ITSELF
        if question.asked_when is AskedWhen.INJURY_POSSIBLE:
            return injury_possible
        if injury_possible:
            return False
        before = [other for other in self.questions if other.id != question.id and other.asked_when is AskedWhen.ALWAYS]
        if any(other.id not in answers for other in before):
            return False
        scores = self.scores(answers)
        others = max(points for pattern, points in scores.items() if pattern not in (HAMSTRING, NERVE))
        return max(scores[HAMSTRING], scores[NERVE]) >= others or _is_articles_picture(self.signs(answers))

    def _chosen(self, answers: Answers) -> Iterable[tuple[Question, str, Option]]:
        for question in self.questions:
            for choice in answers.get(question.id, ()):
                if choice not in OPEN:
                    yield question, choice, question.by_id[choice]

    def _sort_answers(self, answers: Answers) -> tuple[_Pairs, _Pairs, _Pairs]:
        """Answers that fit tightness more than anything else, that fit others as well, and that speak against it."""
        fits: list[tuple[str, str]] = []
        shared: list[tuple[str, str]] = []
        against: list[tuple[str, str]] = []
        own = next(pattern for pattern in self.patterns if pattern.id == HAMSTRING)
        others = [pattern for pattern in self.patterns if pattern.id != HAMSTRING]
        for question, choice, option in self._chosen(answers):
            if question.gate or not option.signs:
                continue
            points = sum(own.weights.get(sign, 0) for sign in option.signs)
            best = max(sum(pattern.weights.get(sign, 0) for sign in option.signs) for pattern in others)
            where = fits if points > max(best, 0) else shared if points > 0 or option.signs[0] in _WHERE else against
            where.append((question.id, choice))
        return tuple(fits), tuple(shared), tuple(against)


def _is_articles_picture(signs: set[str]) -> bool:
    """The article's full picture, which counts although the clinical reference is stricter (design, section 6)."""
    return bool(
        {"onset_gradual", "knee_bend_eases", "fwd_bend_worse"} <= signs
        and signs & {"after_rest", "first_steps_heel"}
        and signs & _WHERE
        and signs & _UPWARDS
        and not signs & _NOT_TIGHTNESS
    )
