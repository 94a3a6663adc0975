"""A solved case as data for programs: what `winwin solve --json` prints, see docs/solve-json.md."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from simulator.call.check.account import Account, Hindsight, InShoes, OpenMoment, Spread, WitnessCall
from simulator.call.solver.asking import Informative

VERSION: Literal[1] = 1

Score = Annotated[int, Field(ge=0, le=100)]
Points = Annotated[float, Field(ge=0, le=100)]
Chance = Annotated[float, Field(ge=0, le=1)]
Name = str
Winner = Literal["win-win", "customer", "company", "lose-lose"]
Moves = Annotated[tuple[Name, ...], Field(description="Moves of a rehearsal, from the opening, in order.")]


@dataclass(frozen=True)
class CallEntry:
    """A whole call, which plays out as it says."""

    ending: Annotated[Name, Field(description="The ending it comes to.")]
    verdict: Annotated[Winner, Field(description="Who won.")]
    score: Annotated[Score, Field(description="The win-win score.")]
    moves: Moves


@dataclass(frozen=True)
class BoundsEntry:
    """A score and the call that gets it; `least` and `most` differ where the budget was spent first."""

    least: Annotated[Score, Field(description="The score is not below this.")]
    most: Annotated[Score, Field(description="The score is not above this.")]
    call: Annotated[CallEntry | None, Field(description="The best, or worst, call that was found.")]


@dataclass(frozen=True)
class WinWinEntry:
    """Whether a win-win can be reached."""

    reachable: Annotated[bool | None, Field(description="null: none was found within the budget.")]
    call: Annotated[CallEntry | None, Field(description="A shortest call that is one.")]


@dataclass(frozen=True)
class PointEntry:
    """What both sides can have together in one space: more for one is less for the other."""

    customer: Annotated[Score, Field(description="The customer's cell.")]
    company: Annotated[Score, Field(description="The company's cell.")]
    call: CallEntry


@dataclass(frozen=True)
class FrontierEntry:
    """The Pareto frontiers of the two spaces."""

    business: Annotated[tuple[PointEntry, ...], Field(description="Of the matter itself.")]
    personal: Annotated[tuple[PointEntry, ...], Field(description="Between the people.")]


@dataclass(frozen=True)
class EndingEntry:
    """An ending, and whether it is reached."""

    ending: Name
    positions: Annotated[int, Field(ge=0, description="In how many positions; 0: it was not reached.")]
    call: Annotated[CallEntry | None, Field(description="A shortest call that comes to it.")]


@dataclass(frozen=True)
class SpreadEntry:
    """How calls come out that are made by a habit."""

    mean: Annotated[Points, Field(description="The mean score; a call that never ends counts as 0.")]
    replies: Annotated[float, Field(ge=0, description="The mean number of replies.")]
    verdicts: Annotated[dict[Winner, Chance], Field(description="The chance of each verdict.")]
    endings: Annotated[dict[Name, Chance], Field(description="The chance of each ending.")]
    unended: Annotated[Chance, Field(description="The chance that a call comes to no ending.")]


@dataclass(frozen=True)
class PersonaEntry:
    """What can come of the call with one persona, when it is known who is on the line."""

    persona: Name
    complete: Annotated[bool, Field(description="Whether all positions were looked at.")]
    positions: Annotated[int, Field(ge=1, description="How many positions were.")]
    moves: Annotated[int, Field(ge=0, description="How many moves there are between them.")]
    best: BoundsEntry
    worst: BoundsEntry
    win_win: WinWinEntry
    frontier: FrontierEntry
    endings: tuple[EndingEntry, ...]
    random: Annotated[
        SpreadEntry | None,
        Field(description="Random play: every legal move is as likely; null if incomplete."),
    ]


@dataclass(frozen=True)
class OptionEntry:
    """A move, for somebody who does not know who is on the line."""

    move: Name
    kinds: Annotated[tuple[Name, ...], Field(description="What the move does: ask, probe, feel, offer …")]
    value: Annotated[Points, Field(description="The best expected score after it.")]
    information: Annotated[
        Points, Field(description="What its answer takes away of the cost of not knowing.")
    ]


@dataclass(frozen=True)
class MomentEntry:
    """A point of a call at which it may be open who is on the line."""

    scene: Name
    personas: Annotated[tuple[Name, ...], Field(description="Whom everything heard so far fits.")]
    moves: Moves
    value: Annotated[Points, Field(description="The best expected score for who knows no more than this.")]
    told: Annotated[Points, Field(description="The same for who is now told who is on the line.")]
    cost: Annotated[Points, Field(description="The difference.")]
    options: tuple[OptionEntry, ...]


@dataclass(frozen=True)
class CourseEntry:
    """A best call with one persona, as far as it leaves open who is on the line."""

    persona: Name
    moments: tuple[MomentEntry, ...]


@dataclass(frozen=True)
class InformativeEntry:
    """A move whose answer tells something, at the point of a call where it tells most."""

    scene: Name
    move: Name
    kinds: tuple[Name, ...]
    information: Annotated[
        Points, Field(description="What its answer takes away of the cost of not knowing.")
    ]
    personas: Annotated[tuple[Name, ...], Field(description="Whom everything heard so far fits.")]
    moves: Moves


@dataclass(frozen=True)
class ShoesEntry:
    """What the call is worth to a trainee, who is not told who is on the line."""

    value: Annotated[Points, Field(description="The best expected score in the trainee's shoes.")]
    told: Annotated[Points, Field(description="The best expected score for who is told.")]
    cost: Annotated[Points, Field(description="The difference: what it costs not to know.")]
    openings: Annotated[
        tuple[MomentEntry, ...], Field(description="The ways a call can open, as they sound.")
    ]
    courses: tuple[CourseEntry, ...]
    informative: Annotated[tuple[InformativeEntry, ...], Field(description="The most telling first.")]


@dataclass(frozen=True)
class SolveReport:
    """What `winwin solve --json` prints."""

    version: Annotated[
        Literal[1],
        Field(
            description="Goes up when a field changes its meaning or is no longer there; new ones may come."
        ),
    ]
    case: Annotated[Name, Field(description="The id of the case.")]
    digest: Annotated[str, Field(description="The digest of the case that was solved.")]
    budget: Annotated[int, Field(ge=1, description="The budget of positions for each persona.")]
    complete: Annotated[
        bool, Field(description="Whether all positions of all these personas were looked at.")
    ]
    personas: tuple[PersonaEntry, ...]
    shoes: Annotated[
        ShoesEntry | None, Field(description="null if incomplete, or if only one persona was asked for.")
    ]


def account_data(account: Account) -> dict[str, Any]:
    """All that is known of a case, as JSON has it."""
    return asdict(solve_report(account))


def solve_report(account: Account) -> SolveReport:
    """All that is known of a case."""
    return SolveReport(
        VERSION,
        account.case.id,
        account.case.digest,
        account.budget,
        all(persona.complete for persona in account.personas),
        tuple(map(_persona, account.personas)),
        None if account.shoes is None else _shoes(account.shoes),
    )


def spread_data(spread: Spread) -> dict[str, Any]:
    """How calls come out that are made by a habit, as JSON has it."""
    return asdict(_spread(spread))


def chance_data(chance: float) -> float:
    """A chance, 0-1, without the noise of its last digits."""
    return round(max(0.0, min(1.0, chance)), 9)


def points_data(points: float) -> float:
    """Points, 0-100, without the noise of their last digits."""
    return round(max(0.0, min(100.0, points)), 6)


def _persona(persona: Hindsight) -> PersonaEntry:
    best, worst = (
        BoundsEntry(bounds.least, bounds.most, _call(call))
        for bounds, call in ((persona.best, persona.best_call), (persona.worst, persona.worst_call))
    )
    business, personal = (
        tuple(PointEntry(point.customer, point.company, _made(point.call)) for point in points)
        for points in (persona.frontier["business"], persona.frontier["personal"])
    )
    return PersonaEntry(
        persona.persona,
        persona.complete,
        persona.positions,
        persona.moves,
        best,
        worst,
        WinWinEntry(persona.win_win, _call(persona.winning_call)),
        FrontierEntry(business, personal),
        tuple(EndingEntry(e.ending, e.positions, _call(e.call)) for e in persona.endings),
        None if persona.random is None else _spread(persona.random),
    )


def _shoes(shoes: InShoes) -> ShoesEntry:
    return ShoesEntry(
        points_data(shoes.value),
        points_data(shoes.told),
        points_data(shoes.cost),
        tuple(map(_moment, shoes.openings)),
        tuple(
            CourseEntry(persona, tuple(map(_moment, moments))) for persona, moments in shoes.courses.items()
        ),
        tuple(map(_informative, shoes.informative)),
    )


def _moment(moment: OpenMoment) -> MomentEntry:
    return MomentEntry(
        moment.scene,
        moment.personas,
        moment.moves,
        points_data(moment.value),
        points_data(moment.told),
        points_data(moment.cost),
        tuple(
            OptionEntry(option.move, option.kinds, points_data(option.value), points_data(option.information))
            for option in moment.options
        ),
    )


def _informative(move: Informative) -> InformativeEntry:
    information = points_data(move.information)
    return InformativeEntry(move.scene, move.move, move.kinds, information, move.personas, move.moves)


def _spread(spread: Spread) -> SpreadEntry:
    return SpreadEntry(
        points_data(spread.mean),
        round(spread.replies, 6),
        {verdict.value: chance_data(chance) for verdict, chance in spread.verdicts.items()},
        _chances(spread.endings),
        chance_data(spread.unended),
    )


def _call(call: WitnessCall | None) -> CallEntry | None:
    return None if call is None else _made(call)


def _made(call: WitnessCall) -> CallEntry:
    return CallEntry(call.ending, call.verdict.value, call.score, call.moves)


def _chances(chances: Mapping[str, float]) -> dict[str, float]:
    return {name: chance_data(chance) for name, chance in chances.items()}
