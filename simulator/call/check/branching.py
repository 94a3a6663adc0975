"""What can be said after some replies, and what each reply is worth there: what `winwin solve --after` shows.

The replies are said to every caller. Callers who then sound alike share a moment: somebody who does not know
who is on the line has one recommendation there, and each caller has a value of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from simulator.call.case.case import Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict
from simulator.call.play.play import Play
from simulator.call.solver.judging import Judge
from simulator.call.solver.shoes import Belief
from simulator.call.solver.units import Chance, Moves, Name, Points, Score
from simulator.text.refusal import Refusal


@dataclass(frozen=True, slots=True)
class CallerWorth:
    """What a reply is worth with one caller, when it is known who is on the line."""

    persona: Name
    value: Annotated[
        Score | None,
        Field(description="The best score that can be reached after it without a trap; null: no ending can."),
    ]
    win_win: Annotated[bool, Field(description="Whether a win-win can still be reached without a trap.")]
    chance: Annotated[
        Chance, Field(description="The chance of a win-win for a typical trainee who knows the caller.")
    ]
    line: Annotated[
        tuple[Name, ...], Field(description="The best replies after it, to the end of the call, in order.")
    ]


@dataclass(frozen=True, slots=True)
class ReplyOnOffer:
    """A reply that is on offer at a moment."""

    move: Name
    say: Annotated[str, Field(description="Its words as they are there.")]
    sayable: Annotated[bool, Field(description="False: it is more than this agent may do.")]
    trap: bool
    value: Annotated[
        Points | None,
        Field(description="The best expected score after it for who does not know the caller."),
    ]
    lost: Annotated[Points | None, Field(description="What it loses to the best reply there.")]
    best: Annotated[bool, Field(description="Whether who does not know the caller should say it.")]
    callers: Annotated[tuple[CallerWorth, ...], Field(description="Empty where it is not sayable.")]


@dataclass(frozen=True, slots=True)
class MomentAfter:
    """A moment that the replies lead to, as it is heard and seen."""

    scene: Annotated[Name, Field(description="The scene it is in with the first of the callers.")]
    personas: Annotated[tuple[Name, ...], Field(description="Whom everything heard so far fits.")]
    customer: Annotated[str, Field(description="What is said, by the customer or the speaker.")]
    speaker: Annotated[str | None, Field(description="Who says it, if not the customer.")]
    on_hold: Annotated[bool, Field(description="Whether the customer is on hold meanwhile.")]
    cue: str | None
    mood: Annotated[str | None, Field(description="How it sounds, in one word.")]
    screen: str | None
    value: Annotated[Points, Field(description="The best expected score for who knows no more than this.")]
    win_win: Annotated[bool, Field(description="Whether a win-win can still be reached with any of them.")]
    replies: tuple[ReplyOnOffer, ...]


@dataclass(frozen=True, slots=True)
class EndedAfter:
    """A caller with whom the call is over after these replies."""

    persona: Name
    ending: Name
    verdict: Verdict
    score: Score


@dataclass(frozen=True, slots=True)
class RefusedAfter:
    """A caller to whom one of these replies cannot be said."""

    persona: Name
    number: Annotated[int, Field(ge=1, description="Which of the replies it is, counted from 1.")]
    move: Name


@dataclass(frozen=True, slots=True)
class Branching:
    """Where some replies lead with every caller, and what is open there."""

    moves: Moves
    moments: tuple[MomentAfter, ...]
    ended: tuple[EndedAfter, ...]
    refused: tuple[RefusedAfter, ...]


class NobodyThere(Refusal):
    """Replies that can be said to no caller, one after the other."""


def branching(judge: Judge, moves: Sequence[str], personas: Sequence[str] | None = None) -> Branching:
    """What is open after these replies, with these callers or with all.

    Raises NobodyThere, with what was refused to the first of them, where they can be said to none.
    """
    case = judge.case
    wanted = [p for p, caller in enumerate(case.personas) if personas is None or caller.id in personas]
    beliefs: dict[Belief, tuple[int, Position]] = {}
    ended: list[EndedAfter] = []
    refused: list[tuple[int, RefusedAfter, Refusal]] = []
    for place in wanted:
        play = Play.start(case, case.personas[place].id, "rehearsal")
        belief = judge.shoes.at_start(place)
        for number, move in enumerate(moves, 1):
            try:
                play.push(move)
            except Refusal as refusal:
                refused.append((place, RefusedAfter(play.persona, number, move), refusal))
                break
            belief = judge.shoes.after(belief, move, place)
        else:
            position, outcome = play.progress.rehearsal, play.outcome()
            assert position is not None
            if outcome is None:
                beliefs.setdefault(belief, (place, position))
            else:
                ended.append(EndedAfter(play.persona, outcome.ending.id, outcome.verdict, outcome.score))
    if not beliefs and not ended:
        raise NobodyThere(refused[0][2].message)
    return Branching(
        tuple(moves),
        tuple(_moment(judge, belief, *found, wanted) for belief, found in beliefs.items()),
        tuple(ended),
        # the words of a reply may be on offer under another id: then the caller is in a moment
        tuple(entry for place, entry, _ in refused if all(belief[place] is None for belief in beliefs)),
    )


def _moment(
    judge: Judge, belief: Belief, place: int, position: Position, wanted: Sequence[int]
) -> MomentAfter:
    case, heard = judge.case, call.moment(judge.case, position)
    alive = [other for other, number in enumerate(belief) if number is not None]
    return MomentAfter(
        scene=position.scene,
        personas=tuple(case.personas[other].id for other in alive),
        customer=heard.customer,
        speaker=heard.speaker,
        on_hold=heard.on_hold,
        cue=heard.cue,
        mood=heard.mood,
        screen=heard.screen,
        value=judge.value(belief),
        win_win=judge.winnable(belief),
        replies=tuple(_replies(judge, belief, place, position, [one for one in alive if one in wanted])),
    )


def _replies(
    judge: Judge, belief: Belief, place: int, position: Position, callers: Sequence[int]
) -> Iterator[ReplyOnOffer]:
    """The replies on offer, in the author's order; those beyond authority have no value."""
    judged = judge.judgements(belief, place)
    for move in call.replies(judge.case, position):
        judgement = judged.get(move.id)
        if judgement is None:
            yield ReplyOnOffer(move.id, move.say, False, move.trap, None, None, False, ())
            continue
        targets = judge.replied(belief, move.id, place)
        yield ReplyOnOffer(
            move.id,
            move.say,
            True,
            judgement.trap,
            judgement.value,
            judgement.regret,
            judgement.recommendable,
            tuple(_worth(judge, caller, targets[caller]) for caller in callers),
        )


def _worth(judge: Judge, caller: int, target: int | None) -> CallerWorth:
    assert target is not None  # the caller may be on the line
    solution = judge.shoes.solutions[caller]
    value = int(solution.best[target])
    alone = tuple(target if place == caller else None for place in range(len(judge.case.personas)))
    return CallerWorth(
        judge.case.personas[caller].id,
        value if value >= 0 else None,
        bool(solution.winnable[target]),
        judge.chance(alone) / 100,
        tuple(solution.best_line(target)),
    )
