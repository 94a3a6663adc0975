"""Slows down password guessing, on one account or from one address. It counts across processes."""

import hashlib
import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from simulator.database import tables
from simulator.database.database import Database
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal
from simulator.text.typed_text import UnusableText, account_name

WINDOW = timedelta(minutes=15)
"""Tries count for so long; nobody waits longer than that."""
FREE_ON_ACCOUNT = 5
"""Tries on one account before one has to wait: then 15 seconds, and twice as long after each further one."""
FREE_FROM_ADDRESS = 50
"""Tries from one address: more, because a whole contact centre may share one."""
FIRST_WAIT = timedelta(seconds=15)

_column = tables.failures.c


class TooManyTries(Refusal):
    """One has to wait, for `seconds`, before the next try to sign in."""

    kind = Hindrance.TOO_OFTEN

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, math.ceil(wait.total_seconds()))
        minutes = math.ceil(self.seconds / 60)
        super().__init__(
            Message(
                "Too many failed tries to sign in. Wait {seconds} seconds, then try again.",
                seconds=self.seconds,
            )
            if self.seconds < 120
            else Message(
                "Too many failed tries to sign in. Wait {minutes} minutes, then try again.", minutes=minutes
            )
        )


@dataclass(frozen=True, slots=True)
class Try:
    """A try to sign in: it counts as failed until `succeeded` is told of it."""

    account: str
    rows: tuple[int, ...]


class Throttle:
    """The failed tries in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def admit(self, name: str, address: str, now: datetime) -> Try:
        """Count a try, before the password is looked at: a hundred at once are a hundred.

        Raises TooManyTries.
        """
        account, origin = _account(name), _origin(address)

        def work(connection: Connection) -> Try:
            wait = max(
                _wait(connection, account, FREE_ON_ACCOUNT, now),
                _wait(connection, origin, FREE_FROM_ADDRESS, now),
            )
            if wait > timedelta():
                raise TooManyTries(wait)
            connection.execute(delete(tables.failures).where(_column.at <= now - WINDOW))
            rows = [
                connection.execute(insert(tables.failures).values(whom=whom, at=now)).inserted_primary_key
                for whom in (account, origin)
            ]
            return Try(name, tuple(row[0] for row in rows if row is not None))

        return self.database.write(work)

    def succeeded(self, admitted: Try) -> None:
        """Forget a try that was none, and what failed on the account before."""

        def work(connection: Connection) -> None:
            connection.execute(delete(tables.failures).where(_column.id.in_(admitted.rows)))
            clear_account(connection, admitted.account)

        self.database.write(work)


def clear_account(connection: Connection, name: str) -> None:
    """Forget what failed on an account: its password is a new one, or its owner has signed in."""
    connection.execute(delete(tables.failures).where(_column.whom == _account(name)))


def _wait(connection: Connection, whom: str, free: int, now: datetime) -> timedelta:
    """How long somebody has to wait who has failed so often, and so lately."""
    query = select(func.count(), func.max(_column.at)).where(_column.whom == whom, _column.at > now - WINDOW)
    count, latest = connection.execute(query).one()
    if count < free or latest is None:
        return timedelta()
    wait: timedelta = min(WINDOW, FIRST_WAIT * (1 << min(count - free, 10)))
    passed: timedelta = now - latest
    return wait - passed


def _account(name: str) -> str:
    # hashed, because people type their password into the wrong field
    try:
        name = account_name(name)
    except UnusableText:
        name = ""
    return "account:" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def _origin(address: str) -> str:
    """An address, or what one customer of a provider gets of IPv6: a network of 64 bits."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "address:unknown"
    if parsed.version == 4:
        return f"address:{parsed}"
    if parsed.ipv4_mapped is not None:
        return f"address:{parsed.ipv4_mapped}"
    return f"address:{ipaddress.ip_network((parsed, 64), strict=False)}"
