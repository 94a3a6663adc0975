"""What an administrator can set for the whole desk."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sqlalchemy import Connection, select

from simulator.text.language import LANGUAGES
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.text.typed_text import shown_name

from . import tables
from .audit import Action, record
from .database import Database, put_row
from .recent import Recent, changed

_REGIONS = (
    *("Africa", "America", "Antarctica", "Asia", "Atlantic"),
    *("Australia", "Europe", "Indian", "Pacific"),
)
_BOUNDS = {"session_hours": (1, 168), "wins_needed": (1, 10)}


class UnfitSetting(Refusal):
    """A value that a setting cannot have."""


class SettingChanges(TypedDict, total=False):
    """What can be set."""

    desk: str
    language: str
    session_hours: int
    wins_needed: int
    time_zone: str


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """The settings of a desk, with what counts where nothing was set."""

    desk: str = "winwin"
    """The name at the top of every page."""
    language: str = "zh"
    """Of people who have chosen none, where their browser asks for none that the desk speaks."""
    session_hours: int = 12
    """After so many hours (1 to 168) without a request one has to sign in again: a shift, by default."""
    wins_needed: int = 3
    """Wins in a row, each with somebody else on the line, after which a case is mastered (1 to 10)."""
    time_zone: str = "Asia/Shanghai"
    """Its IANA name: by it moments are shown, days begin and months end."""

    @property
    def zone(self) -> tzinfo:
        """The time zone."""
        return _zone(self.time_zone)

    def day(self, moment: datetime) -> date:
        """The day that it is at the desk at this moment."""
        return moment.astimezone(self.zone).date()


@cache
def time_zones() -> tuple[str, ...]:
    """The names of all time zones that can be set, in the order of the alphabet."""
    regions = (
        "Africa",
        "America",
        "Antarctica",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    # the others are old names of these, and names that mean the opposite of what they seem to say
    known = {name for name in available_timezones() if name.partition("/")[0] in regions and "/" in name}
    return tuple(sorted(known | {"UTC"}))


def settings_in(connection: Connection) -> DeskSettings:
    """The settings as they are; a value that another version wrote and this one cannot read is left out."""
    kept = {row.key: row.value for row in connection.execute(select(tables.settings))}
    fitting: dict[str, Any] = {}
    for field in fields(DeskSettings):
        value = kept.get(field.name)
        if type(value) is type(field.default) and _fits(field.name, value):
            fitting[field.name] = value
    return DeskSettings(**fitting)


def check_setting(key: str, value: Any) -> None:
    """Raise UnfitSetting or UnusableText unless a setting can have this value."""
    if key == "desk":
        value = shown_name(value)
    if not _fits(key, value):
        raise UnfitSetting(_unfit(key, value))


class Options:
    """The settings in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._recent: Recent[DeskSettings] = Recent()

    def current(self, now: datetime) -> DeskSettings:
        """The settings; what another process has changed counts after a few seconds."""
        known = self._recent.find("", now)
        if known is None:
            mark = self._recent.mark()
            with self.database.read() as connection:
                known = settings_in(connection)
            self._recent.keep("", known, now, mark)
        return known

    def last_known(self) -> DeskSettings:
        """The settings as they were last read, or those of a new desk; no database is asked."""
        return self._recent.latest("") or DeskSettings()

    def change(self, by: int | None, now: datetime, **what: Unpack[SettingChanges]) -> DeskSettings:
        """Change some settings. Raises UnfitSetting, UnusableText."""
        values: dict[str, Any] = dict(what)
        if "desk" in what:
            values["desk"] = shown_name(what["desk"])
        for key, value in values.items():
            check_setting(key, value)

        def work(connection: Connection) -> DeskSettings:
            before = settings_in(connection)
            old = asdict(before)
            new = {key: value for key, value in values.items() if value != old[key]}
            for key, value in new.items():
                put_row(connection, tables.settings, ["key"], {"key": key, "value": value})
            if new:
                detail = {key: [old[key], value] for key, value in new.items()}
                record(connection, now, by, Action.SETTINGS_CHANGED, "desk", detail)
            return replace(before, **new)

        after = self.database.write(work)
        changed()
        return after


def _fits(key: str, value: Any) -> bool:
    if key in _BOUNDS:
        least, most = _BOUNDS[key]
        return type(value) is int and least <= value <= most
    match key:
        case "language":
            return value in LANGUAGES
        case "time_zone":
            return value in time_zones()
    return bool(value)


def _unfit(key: str, value: object) -> Message:
    if key == "time_zone":
        return Message("“{value}” is not a time zone; choose one from the list.", value=value)
    if key not in _BOUNDS:
        return Message("“{value}” is none of the desk's languages.", value=value)
    least, most = _BOUNDS[key]
    return Message("Choose a number from {least} to {most}.", least=least, most=most)


@cache
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:  # a machine without time zones: better an hour that is off than no page
        return UTC
