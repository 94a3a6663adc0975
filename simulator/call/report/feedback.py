"""What is said to an answer in the guided analysis: about what was chosen, never about what was not."""

from dataclasses import dataclass

from simulator.call.case.case import Step
from simulator.call.play.analysis import Answer
from simulator.text.message import Message

_RIGHT = {"single": Message("That is right."), "order": Message("That is the right order.")}
_ALL_RIGHT = Message("That is all of it.")


@dataclass(frozen=True, slots=True)
class Judged:
    """Something chosen - an option's id, or a line's number - and whether it was right; `why` may be None."""

    choice: str
    right: bool
    why: str | None


def judged(step: Step, choice: tuple[str, ...]) -> tuple[Judged, ...]:
    """Each thing that was chosen; of an order nothing, as it is right or wrong as a whole."""
    if step.kind == "point":
        return tuple(
            Judged(line, int(line) in step.evidence, step.evidence.get(int(line))) for line in choice
        )
    if step.kind == "order":
        return ()
    return tuple(Judged(name, step.options[name].right, step.options[name].why) for name in choice)


def verdict_on(step: Step, answer: Answer) -> Message:
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
