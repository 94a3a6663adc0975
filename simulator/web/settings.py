"""What a desk is told when it starts: where things are kept, and how it is reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.database.database import database_url
from simulator.disk import cache_folder

DEFAULT_PORT = 8700


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a desk keeps things. `cache` may be emptied at any time; everything else is in the database."""

    database: str
    """Its URL: sqlite:///… or postgresql://…"""
    cache: Path
    secure_cookies: bool = False
    """Whether browsers reach the desk by https only; cookies then say so."""


def desk_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that the environment gives: WINWIN_DATABASE_URL, WINWIN_CACHE, WINWIN_HTTPS."""
    return Settings(
        database=database_url(environ),
        cache=cache_folder(environ),
        secure_cookies=environ.get("WINWIN_HTTPS", "") not in ("", "0", "no"),
    )
