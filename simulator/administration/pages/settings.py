"""What an administrator sets for the whole desk."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from starlette.responses import Response

from simulator.database.settings import Options, SettingChanges, UnfitSetting, check_setting, time_zones
from simulator.database.status import DatabaseStatus, status_of
from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

NUMBERS = ("session_hours", "wins_needed")
TEXTS = ("desk", "language", "time_zone")


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The settings as they stand in the form, and how the database is doing."""

    values: Mapping[str, Any]
    problems: Mapping[str, Message]
    zones: tuple[tuple[str, str], ...]
    database: DatabaseStatus

    @property
    def megabytes(self) -> float:
        """The size of the database."""
        return round(self.database.size / 2**20, 1)


def show(visit: Visit) -> Response:
    """Show the settings."""
    return _settings_page(visit, asdict(visit.services[Options].current(now())), {})


def save(visit: Visit) -> Response:
    """Save the settings, all of them or none."""
    typed = {name: visit.field(name) for name in (*TEXTS, *NUMBERS)}
    problems: dict[str, Message] = {}
    fit: SettingChanges = {}
    for name, text in typed.items():
        value = _number(text) if name in NUMBERS else text
        try:
            check_setting(name, value)
        except (UnfitSetting, UnusableText) as refusal:
            problems[name] = refusal.message
        else:
            fit[name] = value  # type: ignore[literal-required]
    if problems:
        return _settings_page(visit, typed, problems)
    visit.services[Options].change(visit.person.id, now(), **fit)
    return visit.to("settings", "saved")


def _number(text: str) -> int:
    """The number typed; -1, which no setting can have, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _settings_page(visit: Visit, values: Mapping[str, Any], problems: Mapping[str, Message]) -> Response:
    d = SettingsPage(
        values=values,
        problems=problems,
        zones=tuple((zone, zone.replace("_", " ")) for zone in time_zones()),
        database=status_of(visit.services.database),
    )
    return visit.page("administration/settings.html.j2", 422 if problems else 200, d=d)


ROUTES = [
    page("/settings", show, Permission.ADMINISTER, name="settings"),
    page("/settings", save, Permission.ADMINISTER, name="settings-save", methods=("POST",)),
]
