"""Slows down password guessing, and locks nobody out. It counts across processes.

Whoever guesses at one account from one address has to wait between the tries. Others behind that address do
not have to: a whole contact centre may share it. If very many tries fail from one address, each account has
fewer free tries there. If very many fail on one account, from wherever, its owner may have to wait as well,
but not in a browser in which they have signed in before (see `devices`). No wait is longer than LONGEST_WAIT.
"""

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
"""Tries count for so long."""
FREE_TRIES = 5
"""On one account from one address, or in one known browser, before one has to wait."""
FREE_FROM_ADDRESS = 50
"""Failed tries over all accounts from one address; then only the first on each account is free there."""
FREE_ON_ACCOUNT = 30
"""Failed tries on one account from all addresses, before everybody has to wait there."""
FIRST_WAIT = timedelta(seconds=15)
"""Twice as long after each further try."""
LONGEST_WAIT = timedelta(minutes=2)

_column = tables.failures.c


class TooManyTries(Refusal):
    """One has to wait, for `seconds`, before the next try to sign in."""

    kind = Hindrance.TOO_OFTEN

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, math.ceil(wait.total_seconds()))
        super().__init__(
            Message(
                "Too many failed tries to sign in. Wait {seconds} seconds, then try again.",
                seconds=self.seconds,
            )
        )


@dataclass(frozen=True, slots=True)
class Try:
    """A try to sign in: it counts as failed until `succeeded` is told of it."""

    where: str
    """What it was counted under: an account at an address, or a known browser."""
    rows: tuple[int, ...]


class Throttle:
    """The failed tries in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def admit(self, name: str, address: str, now: datetime, device: str | None = None) -> Try:
        """Count a try, before the password is looked at: a hundred at once are a hundred.

        `device` is a browser in which this account has signed in before. Raises TooManyTries.
        """
        account, origin = _account(name), _origin(address)
        where = f"{account}@{origin}" if device is None else f"device:{device}"

        def work(connection: Connection) -> Try:
            counted = [where]
            free = FREE_TRIES
            wait = timedelta()
            if device is None:
                counted += [account, origin]
                if _failed(connection, origin, now)[0] >= FREE_FROM_ADDRESS:
                    free = 1
                wait = _wait(connection, account, FREE_ON_ACCOUNT, now)
            wait = max(wait, _wait(connection, where, free, now))
            if wait > timedelta():
                raise TooManyTries(wait)
            connection.execute(delete(tables.failures).where(_column.at <= now - WINDOW))
            rows = [
                connection.execute(insert(tables.failures).values(whom=whom, at=now)).inserted_primary_key
                for whom in counted
            ]
            return Try(where, tuple(row[0] for row in rows if row is not None))

        return self.database.write(work)

    def succeeded(self, admitted: Try) -> None:
        """Forget a try that was none, and what failed at the same place before."""

        def work(connection: Connection) -> None:
            connection.execute(delete(tables.failures).where(_column.id.in_(admitted.rows)))
            connection.execute(delete(tables.failures).where(_column.whom == admitted.where))

        self.database.write(work)


def clear_account(connection: Connection, name: str) -> None:
    """Forget what failed on an account, from wherever: its password is a new one."""
    account = _account(name)
    gone = (_column.whom == account) | _column.whom.startswith(f"{account}@", autoescape=True)
    connection.execute(delete(tables.failures).where(gone))


def _failed(connection: Connection, whom: str, now: datetime) -> tuple[int, datetime | None]:
    """How often tries have failed lately, and when the last one did."""
    query = select(func.count(), func.max(_column.at)).where(_column.whom == whom, _column.at > now - WINDOW)
    count, latest = connection.execute(query).one()
    return count, latest


def _wait(connection: Connection, whom: str, free: int, now: datetime) -> timedelta:
    """How long somebody has to wait who has failed so often, and so lately."""
    count, latest = _failed(connection, whom, now)
    if count < free or latest is None:
        return timedelta()
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << min(count - free, 10))) - (now - latest)


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
