"""A right option that is plainly longer than all others: who knows nothing takes the longest."""

from collections.abc import Iterator

from simulator.call.check.study import Remark
from simulator.exam.check.study import BankStudy, QuestionRule
from simulator.text.message import Message

TIMES = 1.4
"""How many times longer than the next one."""
MORE = {"zh": 6, "en": 15}
"""And by how many characters at least: among short options one word is half of the length."""


def check(study: BankStudy) -> Iterator[Remark]:
    """Measure the options of each question with one right answer, in each language."""
    for choice in study.choices("single"):
        lengths = {option.id: len(text) for option, text in choice.options}
        (right,) = choice.right
        longest = max(length for name, length in lengths.items() if name != right)
        if lengths[right] >= max(longest * TIMES, longest + MORE[choice.language]):
            yield Remark(
                study.place(choice.question, "options", right, choice.language),
                Message(
                    "The right option has {length} characters, the longest wrong one {other}. Cut it, or give"
                    " the others as much to say.",
                    length=lengths[right],
                    other=longest,
                ),
            )


RULE = QuestionRule("key-longest", check)
