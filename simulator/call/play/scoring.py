"""How a whole play is scored, stage by stage; docs/scoring.md explains the formulas to trainees.

All scores run from 0 to 100. A stage that was not played has none and does not count.
"""

from dataclasses import dataclass

from simulator.call.case.case import Case, Detail, GuidingQuestion, Stage

from .analysis import HYPOTHESIS, AnalysisProgress, StatedBelief, analysis_of, hints_taken
from .outcome import Outcome
from .play import Play
from .replay import Mark, ReplayProgress

LEAST_CREDIT = 20  # percent of what is right, however much help it took


@dataclass(frozen=True, slots=True)
class DetailsFound:
    """What was found, missed and mistaken of one kind of detail, as line numbers."""

    detail: Detail
    found: tuple[int, ...]
    missed: tuple[int, ...]
    mistaken: tuple[int, ...]

    @property
    def precision(self) -> float:
        """The share of marks that were right, 0-1; 1 when nothing was marked."""
        marked = len(self.found) + len(self.mistaken)
        return len(self.found) / marked if marked else 1.0

    @property
    def recall(self) -> float:
        """The share of what there was that was found, 0-1; 1 when there was nothing."""
        there = len(self.found) + len(self.missed)
        return len(self.found) / there if there else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0-1 (van Rijsbergen, 1979)."""
        both = 2 * len(self.found) + len(self.missed) + len(self.mistaken)
        return 2 * len(self.found) / both if both else 1.0


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """How a question went: the share that was right at last (0-1), and the help it took."""

    step: GuidingQuestion
    share: float
    hints: int
    answers: int
    help_costs: int
    """Percent of the credit, for each hint and each answer after the first."""

    @property
    def credit(self) -> float:
        """The share that was right, less the help it took, 0-1."""
        helps = self.hints + max(0, self.answers - 1)
        return self.share * max(LEAST_CREDIT, 100 - self.help_costs * helps) / 100


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a play. A stage that was not finished has None."""

    replay: int | None
    analysis: int | None
    rehearsal: int | None
    total: int | None
    """The stages that were played, by the case's weights."""


def details(case: Case, progress: ReplayProgress) -> list[DetailsFound]:
    """What was noticed in the recording, for each kind of detail that it has or that was marked."""
    there = {(line.number, detail) for line in case.lines for detail in line.details}
    result = []
    for detail in Detail:
        right, marked = _lines(there, detail), _lines(progress.marks, detail)
        if right or marked:
            found, missed, mistaken = right & marked, right - marked, marked - right
            result.append(
                DetailsFound(detail, *(tuple(sorted(lines)) for lines in (found, missed, mistaken)))
            )
    return result


def replay_score(case: Case, progress: ReplayProgress) -> int:
    """The mean F1 over the kinds of detail, and the F1 of the key sentences: 70 to 30 unless stated."""
    found = details(case, progress)
    kinds = [kind.f1 for kind in found if kind.detail is not Detail.KEY]
    keys = [kind.f1 for kind in found if kind.detail is Detail.KEY]
    return _percent(_blend(kinds, keys, case.weights.key_sentences))


def questions(case: Case, progress: AnalysisProgress) -> list[QuestionScore]:
    """How each question of the analysis went, in order; hypotheses aside."""
    result = []
    for number, step in enumerate(analysis_of(case).steps.values()):
        if step.kind != HYPOTHESIS:
            answers = [answer.share for answer in progress.answers if answer.step == number]
            hints = hints_taken(progress, number)
            share = answers[-1] if answers else 0.0
            result.append(QuestionScore(step, share, hints, len(answers), case.weights.help))
    return result


def brier(case: Case, belief: StatedBelief | None) -> float:
    """The Brier score of a hypothesis, 0 (certain and right) to 2 (certain and wrong) (Brier, 1950).

    The confidence goes to the expectation that was named, the rest evenly to the others; without any
    hypothesis yet, all are equally likely.
    """
    analysis = analysis_of(case)
    others = len(analysis.expectations) - 1
    if belief is None:
        chances = dict.fromkeys(analysis.expectations, 1 / (others + 1))
    else:
        sure = belief.confidence / 100 if others else 1.0
        chances = dict.fromkeys(analysis.expectations, (1 - sure) / others if others else 0.0)
        chances[belief.expectation] = sure
    return sum((chance - (name == analysis.recorded)) ** 2 for name, chance in chances.items())


def beliefs(case: Case, progress: AnalysisProgress) -> list[StatedBelief | None]:
    """What was supposed at the end of each step of the analysis, None before the first hypothesis."""
    held: list[StatedBelief | None] = []
    for number in range(len(analysis_of(case).steps)):
        stated = [belief for belief in progress.beliefs if belief.step == number]
        held.append(stated[-1] if stated else held[-1] if held else None)
    return held


def hypothesis_score(case: Case, progress: AnalysisProgress) -> float:
    """The Brier skill score (Murphy, 1973) over all steps: 1 for right at once and certain, 0 for no idea.

    The mean over the steps is what rewards an early hypothesis: the sooner it is right, the more steps it
    is right at. Worse than no idea counts as 0.
    """
    held = beliefs(case, progress)
    ignorance = brier(case, None)
    mean = sum(brier(case, belief) for belief in held) / len(held)
    return max(0.0, 1 - mean / ignorance) if ignorance else 1.0


def analysis_score(case: Case, progress: AnalysisProgress) -> int:
    """The mean credit of the questions, and the hypothesis: 60 to 40 unless stated."""
    asks = any(step.kind == HYPOTHESIS for step in analysis_of(case).steps.values())
    hypothesis = [hypothesis_score(case, progress)] if asks or progress.beliefs else []
    answered = [question.credit for question in questions(case, progress)]
    return _percent(_blend(answered, hypothesis, case.weights.hypothesis))


def scores(play: Play) -> Scores:
    """The scores of a play so far: of each stage that was finished, and of these together."""
    case = play.case
    results = {
        Stage.REPLAY: replay_score(case, play.progress.replay) if _finished(play, Stage.REPLAY) else None,
        Stage.ANALYSIS: (
            analysis_score(case, play.progress.analysis) if _finished(play, Stage.ANALYSIS) else None
        ),
        Stage.REHEARSAL: rehearsal_score(play.outcome()),
    }
    counted = {stage: score for stage, score in results.items() if score is not None}
    weight = sum(case.weights.stages[stage] for stage in counted)
    points = sum(case.weights.stages[stage] * score for stage, score in counted.items())
    total = round(points / weight) if weight else None
    return Scores(results[Stage.REPLAY], results[Stage.ANALYSIS], results[Stage.REHEARSAL], total)


def rehearsal_score(outcome: Outcome | None) -> int | None:
    """The win-win score of the call."""
    return None if outcome is None else outcome.score


def _finished(play: Play, stage: Stage) -> bool:
    if stage not in play.case.stages or play.stage_played not in (None, stage):
        return False
    now = play.stage
    return now is None or play.case.stages.index(now) > play.case.stages.index(stage)


def _lines(marks: "frozenset[Mark] | set[Mark]", detail: Detail) -> set[int]:
    return {line for line, kind in marks if kind is detail}


def _blend(main: list[float], other: list[float], percent: int) -> float:
    """The mean of `main` and the mean of `other`, which counts for `percent` where both are there."""
    means = [sum(values) / len(values) for values in (main, other) if values]
    if len(means) == 2:
        return (means[0] * (100 - percent) + means[1] * percent) / 100
    return means[0] if means else 1.0


def _percent(share: float) -> int:
    return round(100 * share)
