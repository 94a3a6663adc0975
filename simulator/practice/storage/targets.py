"""Practice targets: the rehearsals that a team is to finish in a month, and the shares its lead has fixed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, select

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database, put_row
from simulator.people.storage.people import person_in, team_in
from simulator.text.message import Message
from simulator.text.refusal import Refusal

MOST = 100_000  # rehearsals

_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])").fullmatch
_targets, _shares = tables.targets.c, tables.shares.c


class UnfitTarget(Refusal):
    """A number or a month that a target cannot have."""


@dataclass(frozen=True, slots=True)
class Target:
    """A team's target for a month as it is kept; `total` is None where none was set.

    `shares` has what the lead has fixed, by a person's id; the others' shares are worked out.
    """

    team: int
    month: str
    total: int | None = None
    shares: Mapping[int, int] = field(default_factory=dict)


class Targets:
    """The targets in a database. A month is written as `2026-11`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, team: int, month: str) -> Target:
        """What is kept of a team's target; shares of people who have left the team are left out.

        Raises UnfitTarget.
        """
        _check(month)
        total = select(_targets.total).where(_targets.team == team, _targets.month == month)
        people = tables.people.c
        shares = (
            select(_shares.person, _shares.amount)
            .join_from(tables.shares, tables.people)
            .where(_shares.team == team, _shares.month == month, people.team == team)
        )
        with self.database.read() as connection:
            fixed = {row.person: row.amount for row in connection.execute(shares)}
            return Target(team, month, connection.scalar(total), fixed)

    def set_total(self, team: int, month: str, total: int, by: int | None, now: datetime) -> None:
        """Set a team's target. Raises UnfitTarget, NoSuchTeam."""
        _check(month, total)

        def work(connection: Connection) -> None:
            team_in(connection, team)
            row = {"team": team, "month": month, "total": total}
            put_row(connection, tables.targets, ["team", "month"], row)
            detail = {"month": month, "total": total}
            record(connection, now, by, Action.TARGET_SET, f"team:{team}", detail)

        self.database.write(work)

    def set_share(
        self, team: int, month: str, person: int, amount: int | None, by: int | None, now: datetime
    ) -> None:
        """Fix somebody's share, or with None let it be worked out again.

        Raises UnfitTarget, NoSuchTeam, NoSuchPerson.
        """
        _check(month, amount or 0)

        def work(connection: Connection) -> None:
            team_in(connection, team)
            if person_in(connection, person).team != team:
                raise UnfitTarget(Message("This person does not belong to the team."))
            key = {"team": team, "month": month, "person": person}
            if amount is None:
                connection.execute(delete(tables.shares).filter_by(**key))
            else:
                put_row(connection, tables.shares, list(key), key | {"amount": amount})
            detail = {"month": month, "person": person, "amount": amount}
            record(connection, now, by, Action.SHARE_SET, f"team:{team}", detail)

        self.database.write(work)


def _check(month: str, amount: int = 0) -> None:
    if not _MONTH(month):
        raise UnfitTarget(Message("“{month}” is not a month; write it as 2026-11.", month=month))
    if not 0 <= amount <= MOST:
        raise UnfitTarget(Message("Choose a number from {least} to {most}.", least=0, most=MOST))
