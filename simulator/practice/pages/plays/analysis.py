"""The guided analysis in the browser: one question, the call as far as it looks back, what was said so far.

Nothing here says what is right, but about what the trainee has chosen. Options and expectations have numbers
- an option's is its place among those shown - and not their ids: those are an author's, and often say it.
"""

from dataclasses import dataclass

from simulator.call.case.case import Case, GuidingQuestion
from simulator.call.play.analysis import (
    HYPOTHESIS,
    AnalysisProgress,
    analysis_of,
    answered,
    current,
    hints_taken,
    shown_order,
    solved,
)
from simulator.call.play.replay import ReplayProgress
from simulator.call.report.course import judged, verdict_on
from simulator.text.language import Translator
from simulator.text.message import Message

from .replay import PlayedLine, played_lines

_HOW = {
    "single": Message("Choose one."),
    "multiple": Message("Choose all that are right."),
    "order": Message("Put them in order: first things first."),
    "point": Message("Choose the lines that show it."),
    HYPOTHESIS: Message("Choose one, and say how sure you are."),
}
FIRST_CONFIDENCE = 50
"""Percent, where the slider stands before anything was supposed."""


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """Something to choose: `number` is its place as first shown, or that of a line.

    `chosen` is whether the last answer has it, `place` where that or the page puts it in an order, from 1.
    `right` and `why` are known of what was once chosen, and None of everything else.
    """

    number: int
    text: str
    chosen: bool
    place: int
    right: bool | None
    why: str | None
    line: PlayedLine | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something that the customer may want."""

    number: int
    text: str
    supposed: bool


@dataclass(frozen=True, slots=True)
class Supposition:
    """What the trainee has supposed, how sure they were (percent), and at which question (from 1)."""

    question: int
    text: str
    confidence: int


@dataclass(frozen=True, slots=True)
class AnalysisScreen:
    """The question that the trainee is at.

    `answered` says that they may go on, `solved` that there is nothing left to answer: `explained` is then
    what the author says of the question. `behind` is that of the question before, where it was not solved.
    Lines behind number `looked_back` are new with this question. `cost` is the percent of credit that a hint
    costs here, and another answer too.
    """

    number: int
    count: int
    kind: str
    question: str
    how: str
    choices: tuple[ShownChoice, ...]
    verdict: str | None
    answered: bool
    solved: bool
    tried: bool
    hints: tuple[str, ...]
    hints_left: int
    cost: int
    expectations: tuple[Expectation, ...]
    suppositions: tuple[Supposition, ...]
    confidence: int
    explained: str | None
    behind: str | None
    lines: tuple[PlayedLine, ...]
    looked_back: int
    last: bool


def analysis_part(
    case: Case, heard: ReplayProgress, progress: AnalysisProgress, t: Translator
) -> AnalysisScreen:
    """The analysis at its current question."""
    steps = list(analysis_of(case).steps.values())
    step = current(case, progress)
    given = [entry for entry in progress.answers if entry.step == progress.step]
    lines = played_lines(case, 0, step.upto, heard.marks, t)
    taken = hints_taken(progress, progress.step)
    behind = steps[progress.step - 1] if progress.step else None
    return AnalysisScreen(
        number=progress.step + 1,
        count=len(steps),
        kind=step.kind,
        question=step.question,
        how=t(_HOW[step.kind]),
        choices=_choices(step, [entry.choice for entry in given], lines),
        verdict=t(verdict_on(step, given[-1])) if given else None,
        answered=answered(case, progress),
        solved=solved(case, progress),
        tried=bool(given),
        hints=step.hints[:taken],
        hints_left=len(step.hints) - taken,
        # a hypothesis is scored by itself, whatever help it took
        cost=0 if step.kind == HYPOTHESIS else case.weights.help,
        expectations=_expectations(case, progress),
        suppositions=_suppositions(case, progress),
        confidence=progress.beliefs[-1].confidence if progress.beliefs else FIRST_CONFIDENCE,
        explained=step.why if solved(case, progress) else None,
        behind=behind.why if behind and not _solved_before(progress) else None,
        lines=lines,
        looked_back=behind.upto if behind else step.upto,
        last=progress.step + 1 == len(steps),
    )


def _solved_before(progress: AnalysisProgress) -> bool:
    """Whether the question before was answered rightly, so that its explanation was seen under it."""
    return any(entry.step == progress.step - 1 and entry.share == 1 for entry in progress.answers)


def _choices(
    step: GuidingQuestion, given: list[tuple[str, ...]], lines: tuple[PlayedLine, ...]
) -> tuple[ShownChoice, ...]:
    last = given[-1] if given else ()
    known = {entry.choice: entry for choice in given for entry in judged(step, choice)}

    def choice(name: str, number: int, place: int, text: str, line: PlayedLine | None = None) -> ShownChoice:
        told = known.get(name)
        right, why = (told.right, told.why) if told else (None, None)
        return ShownChoice(number, text, name in last, place, right, why, line)

    if step.kind == "point":
        return tuple(choice(str(line.number), line.number, line.number, line.words, line) for line in lines)
    # not the author's numbers: those would put an order right
    numbers = {option: number for number, option in enumerate(shown_order(step), 1)}
    shown = last if step.kind == "order" and last else numbers
    return tuple(
        choice(option, numbers[option], place, step.options[option].text)
        for place, option in enumerate(shown, 1)
    )


def _expectations(case: Case, progress: AnalysisProgress) -> tuple[Expectation, ...]:
    held = progress.beliefs[-1].expectation if progress.beliefs else None
    return tuple(
        Expectation(number, text, name == held)
        for number, (name, text) in enumerate(analysis_of(case).expectations.items(), 1)
    )


def _suppositions(case: Case, progress: AnalysisProgress) -> tuple[Supposition, ...]:
    texts = analysis_of(case).expectations
    return tuple(
        Supposition(belief.step + 1, texts[belief.expectation], belief.confidence)
        for belief in progress.beliefs
    )
