"""Which reply is best for whom, scene by scene, and by how much: what `winwin solve --scenes` shows.

A scene is met in many positions. What a reply loses there is the mean over calls at random, as in the map of
a case, as far as anything can still be lost: where every reply is as good as every other, none is a mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from simulator.call.case.case import Scene
from simulator.call.solver.judging import EXACT
from simulator.call.solver.solving import Solution
from simulator.call.solver.traffic import Loss, reply_losses
from simulator.call.solver.units import Name, Points


@dataclass(frozen=True, slots=True)
class ReplyLoss:
    """What a reply of a scene loses with one caller, who is known."""

    move: Name
    trap: bool
    mean: Annotated[Points, Field(description="The mean loss, in points of the best score still reachable.")]
    least: Annotated[Points, Field(description="What it loses where it loses least.")]
    most: Annotated[Points, Field(description="What it loses where it loses most.")]


@dataclass(frozen=True, slots=True)
class CallerChoice:
    """Which reply of a scene is best with one caller, who is known."""

    persona: Name
    best: Annotated[
        tuple[Name, ...],
        Field(description="The replies that lose least and are no traps; none where nothing can be lost."),
    ]
    lead: Annotated[
        Points | None,
        Field(description="How much more the next reply loses on average; null where there is no other."),
    ]
    replies: Annotated[tuple[ReplyLoss, ...], Field(description="The replies that matter, best first.")]


@dataclass(frozen=True, slots=True)
class SceneChoices:
    """A scene, and which reply is best there for whom."""

    scene: Name
    customer: Annotated[str, Field(description="What is heard there when no condition holds.")]
    callers: Annotated[tuple[CallerChoice, ...], Field(description="Those with whom a call comes there.")]


def scene_choices(solutions: Sequence[Solution]) -> tuple[SceneChoices, ...]:
    """The table of a case, with the callers of these solutions; all must be solved completely."""
    case = solutions[0].case
    losses = [(solution, solution.places(), reply_losses(solution)) for solution in solutions]
    return tuple(
        SceneChoices(
            scene.id,
            scene.customer.otherwise,
            tuple(
                _choice(case.personas[solution.persona].id, scene, found)
                for solution, places, found in losses
                if scene.id in places
            ),
        )
        for scene in case.scenes.values()
    )


def _choice(persona: str, scene: Scene, losses: dict[tuple[str, str], Loss]) -> CallerChoice:
    replies = [
        ReplyLoss(move.id, move.trap, loss.mean, loss.least, loss.most)
        for move in scene.moves.values()
        if (loss := losses.get((scene.id, move.id))) is not None
    ]
    replies.sort(key=lambda reply: (reply.trap, reply.mean))
    sound = [reply for reply in replies if not reply.trap] or replies
    least = sound[0].mean if sound else 0.0
    best = tuple(reply.move for reply in sound if reply.mean - least < EXACT)
    others = [reply.mean - least for reply in replies if reply.move not in best]
    return CallerChoice(persona, best, max(0.0, min(others)) if others else None, tuple(replies))
