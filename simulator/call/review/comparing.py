"""Two calls of the same case side by side: where they part, and which mistakes were put right.

The first hint says what kind of reply is meant, the second how it begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile, zip_longest
from unicodedata import east_asian_width

from simulator.call.case.case import Stage
from simulator.call.play.play import Play
from simulator.call.solver.judging import Judge
from simulator.text.message import Message

from .review import Better, Decision, Review, review


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reviewed calls of one case."""

    left: Review
    right: Review
    shared: int
    """How many replies from the opening on are the same, said in the same scenes."""

    @property
    def same_persona(self) -> bool:
        """Whether the same customer was on the line in both."""
        return self.left.persona == self.right.persona

    @property
    def parts_at(self) -> int | None:
        """The number of the first reply that is not the same; None where all are."""
        longest = max(len(self.left.decisions), len(self.right.decisions))
        return self.shared + 1 if self.shared < longest else None

    @property
    def apart(self) -> tuple[tuple[Decision | None, Decision | None], ...]:
        """The replies from where the calls part, in pairs by number; None where one is over already."""
        return tuple(zip_longest(self.left.decisions[self.shared :], self.right.decisions[self.shared :]))


def compare(left: Review, right: Review) -> Comparison:
    """Two reviews of calls of the same case, compared."""
    shared = 0
    for mine, other in zip(left.decisions, right.decisions, strict=False):
        if (mine.before.scene, mine.move.id) != (other.before.scene, other.move.id):
            break
        shared += 1
    return Comparison(left, right, shared)


def best_call(other: Review, judge: Judge) -> Review:
    """The best call with the same customer, as somebody would take it who knows no more than is heard.

    It goes along with the other until that loses something, so that they part where it matters.
    """
    play = Play.start(other.case, other.case.personas[other.persona].id, Stage.REHEARSAL)
    belief = judge.shoes.at_start(other.persona)
    for decision in takewhile(lambda decision: decision.judgement.recommendable, other.decisions):
        play.push(decision.move.id)
        belief = judge.shoes.after(belief, decision.move.id, other.persona)
    for move in judge.best_line(belief, other.persona):
        play.push(move)
    found = review(play, judge)
    assert found is not None  # a rehearsal alone begins with the call
    return found


WORDS = 4
CHARACTERS = 6  # of a language that writes no spaces
MARKS = "\"'“”‘’,.;:!?…，。；：！？、"
SHARE = 3  # at most one part in three is given away


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint: the kinds of the reply that is meant, or else its first words."""

    kinds: tuple[str, ...] = ()
    begins: str = ""


def summary(found: int, alone: int, count: int) -> Message:
    """How many of the mistakes were put right; `alone` at the first try and without a hint."""
    if not alone:
        return Message("Found: {found} of {count}.", found=found, count=count)
    return Message(
        "Found: {found} of {count}, {alone} of them at once and without a hint.",
        found=found,
        count=count,
        alone=alone,
    )


def hints(better: Better) -> Iterator[Hint]:
    """The hints for what would have been better, from the slightest on."""
    if better.reply.kinds:
        yield Hint(kinds=better.reply.kinds)
    yield Hint(begins=first_words(better.reply.say))


def first_words(text: str) -> str:
    """How a text begins: a few words or characters, and never more than a third of it."""
    if any(east_asian_width(character) in "WF" for character in text):
        begins = text[: max(1, min(CHARACTERS, len(text) // SHARE))]
    else:
        words = text.split()
        begins = " ".join(words[: max(1, min(WORDS, len(words) // SHARE))])
    return begins.rstrip(MARKS) or begins
