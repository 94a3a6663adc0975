"""Moves as programs send them: options, lines and replies are named as the play showed them.

That is by number or token. An author's own ids often say what is right, so they are neither shown nor taken.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from simulator.call.case.case import Case, Stage
from simulator.call.play.illegal import PlayIsOver
from simulator.call.play.play import Play
from simulator.practice.pages.plays.composing import PLACE, IncompleteForm, StrangeForm, move_of
from simulator.practice.pages.plays.rehearsal import check_open, reply_of
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.api.schemas import Taken

_MOST = 1000  # options or lines of one answer
_Place = Annotated[int, Field(ge=1, le=9999)]


class NotOffered(Refusal):
    """A move that the play does not show."""

    def __init__(self) -> None:
        super().__init__(
            Message("The play does not offer this now. Read it anew and choose from what it shows.")
        )


class Hear(Taken):
    """Replay: hear the next line, or all that are left."""

    do: Literal["hear"]
    all: bool = False


class MarkBody(Taken):
    """Replay: mark a detail in a line that was heard, or take a mark away."""

    do: Literal["mark", "unmark"]
    line: _Place = Field(description="The line's number.", examples=[2])
    detail: Literal["repeated", "heated", "softened", "avoided", "exaggerated", "key"]


class Answer(Taken):
    """Analysis: answer the question."""

    do: Literal["answer"]
    question: _Place = Field(description="The question's number.", examples=[1])
    choices: list[_Place] = Field(
        min_length=1,
        max_length=_MOST,
        description="Numbers of choices, or of the lines pointed at; for an order all of them, in order.",
        examples=[[2]],
    )


class Suppose(Taken):
    """Analysis: state what the customer may want, and how sure that is."""

    do: Literal["suppose"]
    expectation: _Place = Field(description="The expectation's number.", examples=[1])
    confidence: int = Field(ge=0, le=100, description="Percent.", examples=[60])


class Plain(Taken):
    """Analysis: take a hint (`hint`). Replay and analysis: go on (`next`)."""

    do: Literal["hint", "next"]


class Say(Taken):
    """Rehearsal: say a reply."""

    do: Literal["say"]
    reply: str = Field(max_length=64, description="Its token.", examples=["9c2f01ab34de"])


MoveBody = Annotated[Hear | MarkBody | Answer | Suppose | Plain | Say, Field(discriminator="do")]


def written(move: MoveBody, play: Play) -> str:
    """The move as the engine reads it. Raises NotOffered, and what `move_of` does."""
    try:
        match move:
            case Say():
                return reply_of(play.case, move.reply)[1]
            case Hear():
                return "hear all" if move.all else "hear"
            case MarkBody():
                return f"{move.do} {move.line} {move.detail}"
            case Plain():
                return move.do
            case Suppose():
                fields = {"expectation": [move.expectation], "confidence": [move.confidence]}
                return move_of(_Fields("suppose", fields), play.case)
            case Answer():
                return move_of(_Fields("answer", _answer(move, play.case)), play.case)
    except StrangeForm as error:
        raise NotOffered from error


def check(move: MoveBody, play: Play) -> None:
    """See that the play offers a move: the refusals of the rules quote ids. Raises PlayIsOver, NotOffered."""
    if play.over:
        raise PlayIsOver
    try:
        if isinstance(move, Say):
            check_open(play, *reply_of(play.case, move.reply))
            return
    except StrangeForm as error:
        raise NotOffered from error
    if play.stage not in _stages_of(move):
        raise NotOffered
    if isinstance(move, Answer) and move.question != play.progress.analysis.step + 1:
        raise NotOffered


def _stages_of(move: Hear | MarkBody | Answer | Suppose | Plain) -> tuple[Stage, ...]:
    """Where a move can be made."""
    if isinstance(move, Hear | MarkBody):
        return (Stage.REPLAY,)
    return (Stage.REPLAY, Stage.ANALYSIS) if move.do == "next" else (Stage.ANALYSIS,)


def _answer(move: Answer, case: Case) -> Mapping[str, Sequence[int]]:
    steps = list(case.analysis.steps.values()) if case.analysis else []
    if move.question > len(steps):
        raise NotOffered
    step = steps[move.question - 1]
    question = {"question": [move.question]}
    if step.kind == "point":
        return question | {"line": move.choices}
    if step.kind == "order":
        if sorted(move.choices) != list(range(1, len(step.options) + 1)):
            raise IncompleteForm(Message("Name all {count}, first things first.", count=len(step.options)))
        return question | {f"{PLACE}{chosen}": [place] for place, chosen in enumerate(move.choices, 1)}
    return question | {"choice": move.choices}


class _Fields:
    """The fields of a form that says the same, so that pages and programs are read by the same rules."""

    def __init__(self, verb: str, fields: Mapping[str, Sequence[int]]) -> None:
        self._fields = {name: [str(value) for value in values] for name, values in fields.items()}
        self._fields["verb"] = [verb]

    def getlist(self, key: str, /) -> Sequence[object]:
        """All values of a field."""
        return self._fields.get(key, [])
