"""Browsers in which somebody has signed in before: guessing from elsewhere does not keep them waiting there.

A browser keeps a cookie with one mark for each account. A mark is signed with the account's password hash,
which never leaves the database. So nobody can make one up, and a new password makes the old ones worthless.
It lets nobody in: the password is still asked for, with tries counted for this browser alone. See OWASP,
“Slow Down Online Guessing Attacks with Device Cookies”.
"""

import hashlib
import hmac
import re
import secrets

from sqlalchemy import select

from simulator.database import tables
from simulator.database.database import Database
from simulator.text.typed_text import UnusableText, account_name

MOST = 8
"""Accounts that a browser remembers: those who signed in last."""

_people = tables.people.c
_MARK = re.compile(r"([1-9][0-9]{0,9})\.([0-9a-f]{32})\.([0-9a-f]{64})").fullmatch


class Devices:
    """The browsers that are known to accounts. `cookie` is what a browser sent."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def known(self, name: str, cookie: str) -> str | None:
        """The id of this browser if the account of this name has signed in here; otherwise None."""
        marks = _marks(cookie)
        if not marks:
            return None
        try:
            query = select(_people.id, _people.password).where(_people.name == account_name(name))
        except UnusableText:
            return None
        with self.database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or row.password is None or row.id not in marks:
            return None
        device, signature = marks[row.id]
        right = hmac.compare_digest(signature, _signature(row.id, device, row.password))
        return device if right else None

    def remembered(self, person: int, cookie: str) -> str:
        """The cookie for a browser in which somebody has signed in just now."""
        with self.database.read() as connection:
            password = connection.scalar(select(_people.password).where(_people.id == person))
        marks = _marks(cookie)
        marks.pop(person, None)
        if password is not None:
            device = secrets.token_hex(16)
            marks[person] = device, _signature(person, device, password)
        latest = list(marks.items())[-MOST:]
        return "~".join(f"{number}.{device}.{signature}" for number, (device, signature) in latest)


def _marks(cookie: str) -> dict[int, tuple[str, str]]:
    """The marks in a cookie by account, the latest last; what is none is left out."""
    found = (_MARK(part) for part in cookie[:2000].split("~")[:MOST])
    return {int(mark[1]): (mark[2], mark[3]) for mark in found if mark}


def _signature(person: int, device: str, password: str) -> str:
    return hmac.new(password.encode(), f"device {person} {device}".encode(), hashlib.sha256).hexdigest()
