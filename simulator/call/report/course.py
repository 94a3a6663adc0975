"""The guided analysis as it went: the course of the hypothesis, and each question with its answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.call.case.case import Case, GuidingQuestion
from simulator.call.play.analysis import HYPOTHESIS, AnalysisAnswer, AnalysisProgress, analysis_of
from simulator.call.play.scoring import QuestionScore, beliefs, brier, questions
from simulator.text.language import Translator
from simulator.text.message import Message, plural

from .wording import QUESTIONS


@dataclass(frozen=True, slots=True)
class Guess:
    """What was supposed at the end of a step; `expectation` is None before the first hypothesis.

    `confidence` is percent; `brier` runs from 0 (certain and right) to 2 (certain and wrong).
    """

    step: int
    question: str
    expectation: str | None
    confidence: int | None
    right: bool
    revised: bool
    brier: float


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """Something that could be answered, with what to say of the last answer: `state`.

    `mark` is right, missed, wrong or none; `line` a line's number; `place` where it belongs in an order.
    """

    text: str
    mark: str
    state: str
    why: str | None
    line: int | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """A question, the last answer against the right one, the help taken, and the credit (percent).

    `effort` says how many answers and hints it took.
    """

    step: int
    kind: str
    question: str
    items: tuple[AnswerItem, ...]
    effort: str
    hints: tuple[str, ...]
    share: int
    credit: int
    why: str | None


@dataclass(frozen=True, slots=True)
class Course:
    """The analysis as far as it went. `truth` is what the customer of the recording really expected."""

    guesses: tuple[Guess, ...]
    truth: str
    questions: tuple[QuestionReport, ...]
    complete: bool


def course(case: Case, progress: AnalysisProgress, complete: bool, t: Translator) -> Course:
    """The analysis: all its steps if it was finished, else those that the trainee came to."""
    analysis = analysis_of(case)
    steps = list(analysis.steps.values())
    reached = len(steps) if complete else progress.step + 1
    scored = {question.step.id: question for question in questions(case, progress)}
    return Course(
        guesses=_guesses(case, progress, reached) if _asks(steps, progress) else (),
        truth=analysis.expectations[analysis.recorded],
        questions=tuple(
            _question(case, progress, number, scored[step.id], t)
            for number, step in enumerate(steps[:reached])
            if step.kind != HYPOTHESIS
        ),
        complete=complete,
    )


def _asks(steps: list[GuidingQuestion], progress: AnalysisProgress) -> bool:
    return bool(progress.beliefs) or any(step.kind == HYPOTHESIS for step in steps)


def _guesses(case: Case, progress: AnalysisProgress, reached: int) -> tuple[Guess, ...]:
    analysis = analysis_of(case)
    steps = list(analysis.steps.values())
    stated = {belief.step for belief in progress.beliefs}
    return tuple(
        Guess(
            number + 1,
            steps[number].question,
            None if held is None else analysis.expectations[held.expectation],
            None if held is None else held.confidence,
            held is not None and held.expectation == analysis.recorded,
            number in stated,
            round(brier(case, held), 2),
        )
        for number, held in enumerate(beliefs(case, progress)[:reached])
    )


def _question(
    case: Case, progress: AnalysisProgress, number: int, scored: QuestionScore, t: Translator
) -> QuestionReport:
    step = scored.step
    given = [answer.choice for answer in progress.answers if answer.step == number]
    return QuestionReport(
        number + 1,
        t(QUESTIONS[step.kind]),
        step.question,
        tuple(_items(case, step, given, t)),
        _effort(scored, t),
        step.hints[: scored.hints],
        round(100 * scored.share),
        round(100 * scored.credit),
        step.why,
    )


def _effort(scored: QuestionScore, t: Translator) -> str:
    if not scored.answers:
        return t("not answered")
    answers = t(plural("one answer", "{count} answers", count=scored.answers))
    if not scored.hints:
        return answers
    hints = t(plural("one hint", "{count} hints", count=scored.hints))
    return t("{answers}, {hints}", answers=answers, hints=hints)


def _items(
    case: Case, step: GuidingQuestion, given: Sequence[tuple[str, ...]], t: Translator
) -> list[AnswerItem]:
    """What there was to choose, with what was chosen in the last answer, or given up on the way to it."""
    choice = given[-1] if given else ()
    once = {name for earlier in given for name in earlier}
    if step.kind == "point":
        lines = sorted({int(number) for number in once} | step.evidence.keys())
        return [
            AnswerItem(
                case.lines[number - 1].words,
                *_chosen(number in step.evidence, str(number) in choice, str(number) in once, t),
                step.evidence.get(number),
                line=number,
            )
            for number in lines
        ]
    if step.kind == "order":
        return [
            AnswerItem(option.text, *_placed(option.id, place, choice, t), option.why, place=place)
            for place, option in enumerate(step.options.values(), 1)
        ]
    return [
        AnswerItem(option.text, *_chosen(option.right, option.id in choice, option.id in once, t), option.why)
        for option in step.options.values()
    ]


def _chosen(right: bool, chosen: bool, once: bool, t: Translator) -> tuple[str, str]:
    """The mark and the words for something right or not, chosen at last or not, chosen `once` or never."""
    if right:
        return ("right", t("right, and you saw it")) if chosen else ("missed", t("right, but not chosen"))
    if once and not chosen:
        return "wrong", t("chosen at first, then given up")
    return ("wrong", t("chosen, but wrong")) if chosen else ("none", t("rightly left alone"))


def _placed(option: str, place: int, choice: tuple[str, ...], t: Translator) -> tuple[str, str]:
    """The mark and the words for something that belongs in a place of an order."""
    if not choice:
        return "missed", t("not answered")
    given = choice.index(option) + 1
    if given == place:
        return "right", t("in its place")
    return "wrong", t("you put it in place {given}", given=given)


_RIGHT = {"single": Message("That is right."), "order": Message("That is the right order.")}
_ALL_RIGHT = Message("That is all of it.")


@dataclass(frozen=True, slots=True)
class AnswerFeedback:
    """Something chosen - an option's id, or a line's number - and whether it was right; `why` may be None."""

    choice: str
    right: bool
    why: str | None


def judged(step: GuidingQuestion, choice: tuple[str, ...]) -> tuple[AnswerFeedback, ...]:
    """Each thing that was chosen; of an order nothing, as it is right or wrong as a whole."""
    if step.kind == "point":
        return tuple(
            AnswerFeedback(line, int(line) in step.evidence, step.evidence.get(int(line))) for line in choice
        )
    if step.kind == "order":
        return ()
    return tuple(AnswerFeedback(name, step.options[name].right, step.options[name].why) for name in choice)


def verdict_on(step: GuidingQuestion, answer: AnalysisAnswer) -> Message:
    """The sentence about an answer as a whole."""
    if answer.share == 1:
        return _RIGHT.get(step.kind, _ALL_RIGHT)
    if step.kind == "order":
        return Message("Not in this order yet.")
    if step.kind == "single":
        return Message("That is not it.")
    if all(entry.right for entry in judged(step, answer.choice)):
        return Message("There is more to find.")
    return Message("Not all of this fits.")
