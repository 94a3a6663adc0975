"""Right options that mostly stand in the same place, or never in one, over the whole bank."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from simulator.call.check.study import Remark
from simulator.exam.bank.question import Question
from simulator.exam.check.study import BankStudy, QuestionRule
from simulator.text.message import Message

ENOUGH = 3
"""Questions for each place from which on a share says something."""
DEVIATIONS = 2.5
"""Standard deviations of a binomial share; chance alone goes so far in one bank of eighty."""


def check(study: BankStudy) -> Iterator[Remark]:
    """Count, among questions with as many options, where the right one stands."""
    by_options: dict[int, list[tuple[Question, int]]] = defaultdict(list)
    told = set()
    for choice in study.choices("single"):
        if choice.question.id not in told:
            told.add(choice.question.id)
            (right,) = choice.right
            place = [option.id for option, _ in choice.options].index(right)
            by_options[len(choice.options)].append((choice.question, place))
    for options, found in sorted(by_options.items()):
        counts = Counter(place for _, place in found)
        place, most = counts.most_common(1)[0]
        share, total = 1 / options, len(found)
        far = total * share + DEVIATIONS * (total * share * (1 - share)) ** 0.5
        if total >= ENOUGH * options and most > far:
            first = next(question for question, at in found if at == place)
            yield Remark(
                study.place(first, "options", key=True),
                Message(
                    "Of {total} questions with {options} options, {most} have the right one in place {place};"
                    " move some.",
                    total=total,
                    options=options,
                    most=most,
                    place=place + 1,
                ),
            )


RULE = QuestionRule("key-position", check)
