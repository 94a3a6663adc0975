"""Settings: what an administrator sets counts, and nothing else can be set."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest

from simulator.database import tables
from simulator.database.database import Database
from simulator.database.recent import SECONDS
from simulator.database.settings import DeskSettings, Options, UnfitSetting, time_zones
from simulator.text.typed_text import UnusableText

from .desk import NOW, audited, somebody


def test_defaults_count_until_something_is_set(database: Database) -> None:
    """A new desk would have no settings at all."""
    assert Options(database).current(NOW) == DeskSettings("winwin", "zh", 12, 3, "Asia/Shanghai")


def test_change_counts_at_once_and_is_written_down(database: Database) -> None:
    """An administrator would have to start the server anew."""
    settings, boss = Options(database), somebody(database)
    assert settings.current(NOW).desk == "winwin"
    after = settings.change(boss.id, NOW, desk=" 客服 中心 ", language="en", wins_needed=5, session_hours=12)
    assert after == settings.current(NOW) == DeskSettings("客服 中心", "en", 12, 5)
    entry = audited(database)[0]
    assert (entry.person, entry.action, entry.subject) == (boss.id, "settings-changed", "desk")
    assert entry.detail == {"desk": ["winwin", "客服 中心"], "language": ["zh", "en"], "wins_needed": [3, 5]}
    settings.change(boss.id, NOW, wins_needed=5)
    assert audited(database)[0] == entry
    settings.change(boss.id, NOW, wins_needed=4)
    assert settings.current(NOW).wins_needed == 4


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("session_hours", 0),
        ("session_hours", 169),
        ("wins_needed", True),
        ("wins_needed", 11),
        ("language", "fr"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "Asia"),
        ("time_zone", ""),
    ],
)
def test_unfit_setting_is_refused(database: Database, key: str, value: Any) -> None:
    """Everybody could be locked out by one wrong number."""
    with pytest.raises(UnfitSetting):
        Options(database).change(None, NOW, **{key: value})
    with pytest.raises(UnusableText):
        Options(database).change(None, NOW, desk="")
    assert Options(database).current(NOW) == DeskSettings()


def test_value_of_another_version_is_left_out(database: Database) -> None:
    """A desk could not be opened after a step back to an older version."""
    rows = [{"key": "session_hours", "value": "many"}, {"key": "language", "value": "fr"}]
    rows += [{"key": "time_zone", "value": "Asia/Atlantis"}]
    rows += [{"key": "colour", "value": "blue"}, {"key": "desk", "value": "A"}]
    database.write(lambda connection: connection.execute(tables.settings.insert(), rows).rowcount)
    assert Options(database).current(NOW) == DeskSettings("A")


def test_what_another_process_set_counts_soon(database_url: str) -> None:
    """Two server processes would go by different settings."""
    with Database.open(database_url) as here, Database.open(database_url) as there:
        settings = Options(here)
        settings.current(NOW)
        there.write(
            lambda connection: (
                connection.execute(tables.settings.insert().values(key="desk", value="B")).rowcount
            )
        )
        assert settings.current(NOW + timedelta(seconds=SECONDS)).desk == "B"


def test_the_day_is_the_desks(database: Database) -> None:
    """What is due on Monday would be overdue on Monday morning in Shanghai, or still open on Tuesday."""
    settings = Options(database)
    before_midnight = datetime(2026, 11, 22, 15, 59, tzinfo=UTC)
    assert settings.current(NOW).day(before_midnight) == date(2026, 11, 22)
    assert settings.current(NOW).day(before_midnight + timedelta(minutes=1)) == date(2026, 11, 23)
    after = settings.change(None, NOW, time_zone="America/New_York")
    assert after.day(datetime(2026, 11, 22, 4, 59, tzinfo=UTC)) == date(2026, 11, 21)
    assert {"UTC", "Asia/Shanghai", "America/Argentina/Ushuaia"} <= set(time_zones())


def test_machine_without_time_zones_still_shows_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slim system has no list of time zones; the desk would not open on it."""

    def missing(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr("simulator.database.settings.ZoneInfo", missing)
    moment = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    assert DeskSettings(time_zone="Africa/Lagos").day(moment) == date(2026, 11, 22)
