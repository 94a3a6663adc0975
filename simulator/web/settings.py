"""What a desk is told when it starts: where things are kept, and how it is reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from simulator.database.database import database_url
from simulator.disk import cache_folder
from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .proxies import Proxies

DEFAULT_PORT = 8700


class UnusableAddress(Refusal):
    """WINWIN_ADDRESS is not the address of a desk."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a desk keeps things. `cache` may be emptied at any time; everything else is in the database."""

    database: str
    """Its URL: sqlite:///… or postgresql://…"""
    cache: Path
    secure_cookies: bool = False
    """Whether browsers reach the desk by https only; cookies then say so."""
    address: str | None = None
    """Where people reach the desk, without a slash at the end; links begin with it."""
    proxies: Proxies = field(default_factory=Proxies)
    """Who is believed about the address that a request comes from."""


def desk_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that the environment gives.

    They are WINWIN_DATABASE_URL, WINWIN_CACHE, WINWIN_HTTPS, WINWIN_ADDRESS and WINWIN_PROXIES. Raises
    UnusableAddress, UnusableProxies.
    """
    address = public_address(environ)
    https = environ.get("WINWIN_HTTPS", "") not in ("", "0", "no")
    return Settings(
        database=database_url(environ),
        cache=cache_folder(environ),
        secure_cookies=https or (address or "").startswith("https:"),
        address=address,
        proxies=Proxies.of(environ.get("WINWIN_PROXIES", "")),
    )


def public_address(environ: Mapping[str, str]) -> str | None:
    """The address where people reach the desk, if one is set: WINWIN_ADDRESS. Raises UnusableAddress."""
    address = environ.get("WINWIN_ADDRESS", "").strip()
    if not address:
        return None
    try:
        parts = urlsplit(address)
        usable = parts.port != 0 and bool(parts.hostname)
    except ValueError:
        usable = False
    if (
        not usable
        or parts.scheme not in ("http", "https")
        or parts.path not in ("", "/")
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
        or not (address.isascii() and address.isprintable() and " " not in address)
    ):
        raise UnusableAddress(
            Message(
                "WINWIN_ADDRESS: “{address}” is not an address such as https://desk.example. It has no path.",
                address=address,
            )
        )
    return f"{parts.scheme}://{parts.netloc}"
