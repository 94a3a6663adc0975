"""A solved case as data for programs: what `winwin solve --json` prints, see docs/solve-json.md."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from simulator.call.check.account import Account, Hindsight, InShoes, Spread
from simulator.call.check.branching import Branching
from simulator.call.check.choices import SceneChoices
from simulator.call.check.claims import JudgedClaim
from simulator.call.solver.units import Name

VERSION: Literal[1] = 1


@dataclass(frozen=True, slots=True)
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
    personas: tuple[Hindsight, ...]
    shoes: Annotated[
        InShoes | None, Field(description="null if incomplete, or if only one persona was asked for.")
    ]
    claims: Annotated[
        tuple[JudgedClaim, ...] | None,
        Field(description="What the author claims of every call; null if only one persona was asked for."),
    ] = None
    after: Annotated[
        Branching | None, Field(description="With --after: what is open after these moves; else null.")
    ] = None
    scenes: Annotated[
        tuple[SceneChoices, ...] | None,
        Field(description="With --scenes: which reply is best for whom in each scene; else null."),
    ] = None


_REPORT = TypeAdapter(SolveReport)
_SPREAD = TypeAdapter(Spread)
_CLAIMS = TypeAdapter(tuple[JudgedClaim, ...])


def account_data(
    account: Account, after: Branching | None = None, scenes: tuple[SceneChoices, ...] | None = None
) -> dict[str, Any]:
    """All that is known of a case and what else was asked for, as JSON has it."""
    report = SolveReport(
        VERSION,
        account.case.id,
        account.case.digest,
        account.budget,
        all(persona.complete for persona in account.personas),
        account.personas,
        account.shoes,
        account.claims,
        after,
        scenes,
    )
    data: dict[str, Any] = _REPORT.dump_python(report, mode="json")
    return data


def claims_data(claims: tuple[JudgedClaim, ...]) -> list[dict[str, Any]]:
    """What the author claims of every call, as JSON has it."""
    data: list[dict[str, Any]] = _CLAIMS.dump_python(claims, mode="json")
    return data


def spread_data(spread: Spread) -> dict[str, Any]:
    """How calls come out that are made by a habit, as JSON has it."""
    data: dict[str, Any] = _SPREAD.dump_python(spread, mode="json")
    return data
