"""The rules of the guided analysis: answers, hints, and the hypothesis of what the customer expects."""

from typing import NamedTuple

from simulator.call.case.case import Analysis, Case, GuidingQuestion
from simulator.source.problems import did_you_mean
from simulator.text.message import Message

from .illegal import IllegalMove

HYPOTHESIS = "hypothesis"


class AnalysisAnswer(NamedTuple):
    """An answer given: at which step, what, and how right it was (0.0-1.0)."""

    step: int
    choice: tuple[str, ...]
    share: float


class StatedBelief(NamedTuple):
    """A hypothesis stated: at which step, which expectation, and how sure (0-100 percent)."""

    step: int
    expectation: str
    confidence: int


class AnalysisProgress(NamedTuple):
    """How far a trainee is in the analysis, and everything said in it. Steps count from 0."""

    step: int = 0
    answers: tuple[AnalysisAnswer, ...] = ()
    beliefs: tuple[StatedBelief, ...] = ()
    hints: tuple[int, ...] = ()
    """The step of each hint taken."""


def current(case: Case, progress: AnalysisProgress) -> GuidingQuestion:
    """The step that the trainee is at."""
    return list(analysis_of(case).steps.values())[progress.step]


def analysis_of(case: Case) -> Analysis:
    """The case's analysis, which it must have."""
    assert case.analysis is not None
    return case.analysis


def answered(case: Case, progress: AnalysisProgress) -> bool:
    """Whether the current step has what it asks for, so that the trainee may go on."""
    given = progress.beliefs if current(case, progress).kind == HYPOTHESIS else progress.answers
    return any(entry.step == progress.step for entry in given)


def solved(case: Case, progress: AnalysisProgress) -> bool:
    """Whether the current step has been answered fully right."""
    return any(entry.step == progress.step and entry.share == 1 for entry in progress.answers)


def answer(case: Case, progress: AnalysisProgress, words: list[str]) -> AnalysisProgress:
    """After `answer CHOICE…`: an option, several, all in order, or lines by number or name."""
    step = current(case, progress)
    if step.kind == HYPOTHESIS:
        raise IllegalMove(Message("This step asks for a hypothesis: “suppose EXPECTATION PERCENT”."))
    if solved(case, progress):
        raise IllegalMove(Message("You have answered this already, and rightly; “next” goes on."))
    choice = _lines(case, step, words) if step.kind == "point" else _options(step, words)
    given = AnalysisAnswer(progress.step, choice, share_right(step, choice))
    return progress._replace(answers=(*progress.answers, given))


def suppose(case: Case, progress: AnalysisProgress, words: list[str]) -> AnalysisProgress:
    """After `suppose EXPECTATION PERCENT`."""
    expectations = analysis_of(case).expectations
    if (
        len(words) != 2
        or not (words[1].isascii() and words[1].isdecimal())
        or len(words[1]) > 3
        or int(words[1]) > 100
    ):
        raise IllegalMove(
            Message("Give your hypothesis and how sure you are in percent: “suppose EXPECTATION 60”.")
        )
    if words[0] not in expectations:
        raise _unknown(words[0], expectations)
    stated = StatedBelief(progress.step, words[0], int(words[1]))
    return progress._replace(beliefs=(*progress.beliefs, stated))


def hint(case: Case, progress: AnalysisProgress, words: list[str]) -> AnalysisProgress:
    """After `hint`."""
    if words:
        raise IllegalMove(Message("Hints come one at a time: write “hint” alone."))
    if hints_taken(progress, progress.step) == len(current(case, progress).hints):
        raise IllegalMove(Message("There is no further hint for this question."))
    return progress._replace(hints=(*progress.hints, progress.step))


def hints_taken(progress: AnalysisProgress, step: int) -> int:
    """How many hints were taken at a step."""
    return progress.hints.count(step)


def legal_moves(case: Case, progress: AnalysisProgress) -> list[str]:
    """The moves open in the analysis.

    An answer may combine several options or lines; these are listed one by one, and an order as shown.
    Suppositions are listed at 50 percent and may be of any.
    """
    step = current(case, progress)
    moves = []
    if step.kind != HYPOTHESIS and not solved(case, progress):
        if step.kind == "point":
            moves += [f"answer {number}" for number in range(1, step.upto + 1)]
        elif step.kind == "order":
            moves.append(" ".join(["answer", *shown_order(step)]))
        else:
            moves += [f"answer {option}" for option in step.options]
    moves += [f"suppose {expectation} 50" for expectation in analysis_of(case).expectations]
    if hints_taken(progress, progress.step) < len(step.hints):
        moves.append("hint")
    if answered(case, progress):
        moves.append("next")
    return moves


def shown_order(step: GuidingQuestion) -> list[str]:
    """The options in the order in which they are shown: the author's, but never the answer to `order`."""
    options = list(step.options)
    if step.kind != "order":
        return options
    # every second one first, backwards: the same for everybody, and right for no number of options from 2
    return options[1::2][::-1] + options[::2][::-1]


def share_right(step: GuidingQuestion, choice: tuple[str, ...]) -> float:
    """How right an answer is, 0.0-1.0.

    `single`: right or not. `multiple`: right ones chosen less wrong ones chosen, over the right ones, not
    below 0. `point`: the same over lines. `order`: Kendall's tau over the pairs (Kendall, 1938), which is
    the share of pairs in the right order less that in the wrong one, not below 0.
    """
    if step.kind == "order":
        places = {option: place for place, option in enumerate(step.options)}
        ranks = [places[option] for option in choice]
        pairs = [a < b for i, a in enumerate(ranks) for b in ranks[i + 1 :]]
        return max(0.0, (2 * sum(pairs) - len(pairs)) / len(pairs))
    if step.kind == "point":
        right = {str(number) for number in step.evidence}
    else:
        right = {option.id for option in step.options.values() if option.right}
    hits = len(right.intersection(choice))
    return max(0.0, (hits - (len(choice) - hits)) / len(right))


def _options(step: GuidingQuestion, words: list[str]) -> tuple[str, ...]:
    for word in words:
        if word not in step.options:
            raise _unknown(word, step.options)
    if len(set(words)) < len(words):
        raise IllegalMove(Message("An option is named twice."))
    if step.kind == "single" and len(words) != 1:
        raise IllegalMove(Message("Choose one."))
    if step.kind == "order" and len(words) != len(step.options):
        raise IllegalMove(Message("Name all {count}, first things first.", count=len(step.options)))
    if not words:
        raise IllegalMove(Message("Choose at least one."))
    return tuple(words) if step.kind == "order" else tuple(sorted(words, key=list(step.options).index))


def _lines(case: Case, step: GuidingQuestion, words: list[str]) -> tuple[str, ...]:
    names = {line.id: line.number for line in case.lines if line.id is not None}
    numbers = set()
    for word in words:
        number = names.get(word, int(word) if word.isascii() and word.isdecimal() and len(word) < 6 else 0)
        if not 1 <= number <= step.upto:
            raise IllegalMove(Message("Point at lines from 1 to {last}.", last=step.upto))
        numbers.add(number)
    if not numbers:
        raise IllegalMove(Message("Point at one line at least."))
    return tuple(map(str, sorted(numbers)))


def _unknown(word: str, known: object) -> IllegalMove:
    names = list(known) if isinstance(known, dict) else []
    return IllegalMove(
        Message(
            "“{word}” is none of: {names}.{hint}",
            word=word,
            names=", ".join(names),
            hint=did_you_mean(word, names),
        )
    )
