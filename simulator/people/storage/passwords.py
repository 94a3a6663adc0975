"""Passwords: what is asked of one, and how it is kept (argon2id, with the parameters in the hash)."""

import re
import unicodedata
from datetime import datetime
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, select, update

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database
from simulator.database.recent import changed
from simulator.people.person import Person
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.text.typed_text import UnusableText, account_name

from .ending import end_access
from .people import PERSON, person_in, person_of

LEAST, MOST = 10, 200  # characters
AT_ONCE = 4
"""Hashings at the same time in a process: each takes the memory below, and all of a processor."""

# the second of the equally strong choices in OWASP's Password Storage Cheat Sheet (2024), about 20 ms
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Of the lists of leaked passwords, those with ten characters or more, and their Chinese cousins. Rows of one
# character and of neighbours on the keyboard or in the alphabet are found by rule.
_COMMON = """
1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5 qazwsxedcr qwer123456 asdf123456 zxcv123456
qwerty1234 qwerty12345 qwerty123456 qwertyuiop1 asd123456789 a123456789 a1234567890 aa123456789
abc1234567 abc12345678 abc123456789 abcd123456 abcd1234567 123456789a 1234567890a 123456789q
123456abcd 1234567abc 12345qwert 123qweasdzxc 123123123a woaini1314 woaini1314520 woaini123456
woaini5201314 5201314520 1314520520 5201314woaini 1314521521 ilovey0u123 iloveyou12 iloveyou123
iloveyou1314 iloveyou520 iloveyouforever password12 password123 password1234 password12345
password123456 passw0rd123 p@ssw0rd123 p@ssword123 mypassword letmein1234 welcome123 welcome1234
admin12345 admin123456 administrator adminadmin root123456 test123456 testtest123 changeme123
default123 1357924680 2468013579 1472583690 147258369a 7894561230 9876543210 0123456789 1234509876
1029384756 3141592653 1122334455 5544332211 1231231231 123123123123 123456123456 123321123321
112233445566 11223344556677 football123 baseball123 superman123 basketball sunshine123 princess123
dragon12345 monkey12345 trustno1234 starwars123 michael123 jennifer123 computer123 internet123
kefu123456 kefu12345678 yonghu123456 mima123456 wodemima123 zhongguo123 beijing2008 shanghai123
nihao123456 wohenaini1314 winwin1234 winwin12345 winwin123456
"""
_ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "`1234567890-=")
_NO_WORD = re.compile(r"[\W\d_]*").fullmatch


class UnfitPassword(Refusal):
    """A password that is too short, too long, or the first that others would try."""


def checked_password(password: str, person: Person) -> str:
    """A password in the form in which it is hashed. Raises UnfitPassword."""
    password = _normal(password)
    if len(password) < LEAST:
        raise UnfitPassword(Message("A password must have {least} characters or more.", least=LEAST))
    if len(password) > MOST:
        raise UnfitPassword(Message("A password may have {most} characters at most.", most=MOST))
    plain = password.casefold()
    if plain in _common() or len(set(plain)) <= 2 or any(plain in row or plain[::-1] in row for row in _ROWS):
        raise UnfitPassword(
            Message("This is one of the first passwords that anybody would try; choose another.")
        )
    for name in filter(None, (person.name, person.called or person.shown)):
        known = _normal(name).casefold()
        for form in (known, known[::-1]):
            if plain.startswith(form) and _NO_WORD(plain[len(form) :]):
                raise UnfitPassword(Message("A password must not be the name that goes with it."))
    return password


def hashed_password(password: str) -> str:
    """The hash of a checked password: takes tens of milliseconds, so never within the writer."""
    with _gate:
        return _HASHER.hash(password)


def put_password(connection: Connection, person: int, hashed: str) -> None:
    """Give an account a password. Who uses it for a new one has to end what the old one let in."""
    connection.execute(update(tables.people).where(tables.people.c.id == person).values(password=hashed))


class Passwords:
    """The passwords of the accounts in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def set(self, person: int, password: str, by: int | None, now: datetime, keep: str | None = None) -> None:
        """Set somebody's password, and end their sessions but the one of hash `keep`, links and tokens.

        Raises UnfitPassword, NoSuchPerson.
        """
        with self.database.read() as connection:
            account = person_in(connection, person)
        hashed = hashed_password(checked_password(password, account))

        def work(connection: Connection) -> None:
            person_in(connection, person)
            put_password(connection, person, hashed)
            end_access(connection, person, by, now, keep)
            record(connection, now, by, Action.PASSWORD_SET, f"person:{person}")

        self.database.write(work)
        changed()

    def verified(self, name: str, password: str) -> Person | None:
        """Whose name and password these are; None if they do not fit, or the account is not active.

        It takes as long for a name that there is not, so that nobody learns which names there are.
        """
        row = None
        try:
            query = select(*PERSON, tables.people.c.password).where(
                tables.people.c.name == account_name(name)
            )
            with self.database.read() as connection:
                row = connection.execute(query).mappings().one_or_none()
        except UnusableText:
            pass
        kept = row["password"] if row is not None else None
        fits = _fits(kept or _nobodys(), _normal(password))
        if row is None or kept is None or not row["active"] or not fits:
            return None
        if _HASHER.check_needs_rehash(kept):  # made by an older version
            self._renew(row["id"], kept, hashed_password(_normal(password)))
        return person_of(row)

    def _renew(self, person: int, old: str, new: str) -> None:
        column = tables.people.c
        renewed = (
            update(tables.people).where(column.id == person, column.password == old).values(password=new)
        )
        self.database.write(lambda connection: connection.execute(renewed).rowcount)


_gate = BoundedSemaphore(AT_ONCE)


def _normal(password: str) -> str:
    # so that a password typed in full width, by an input method, is the same as in half width
    return unicodedata.normalize("NFKC", password)


def _fits(kept: str, password: str) -> bool:
    if len(password) > MOST:
        password = ""  # nobody has it; and nothing is to be hashed for a megabyte's worth of time
    try:
        with _gate:
            return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.split())


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this one")
