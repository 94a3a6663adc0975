"""`winwin serve`: the desk in a browser."""

import os
import socket
import sys
from ipaddress import ip_address

import click

from simulator.cli.failures import CommandFailure, Misuse
from simulator.cli.group import called, language_option, option
from simulator.cli.terminal import Screen
from simulator.text.language import N_
from simulator.text.message import Message


@called(
    "serve",
    help=N_(
        "Open the desk: pages for trainees, trainers, team leads and administrators, until you stop it with"
        " Ctrl-C. What people do is kept in one file in your data folder, or in the PostgreSQL database that"
        " WINWIN_DATABASE_URL names."
    ),
    examples=[
        "winwin serve --demo",
        "winwin serve --host 0.0.0.0 --port 8700",
        "WINWIN_DATABASE_URL=postgresql://desk@db/winwin winwin serve --workers 2",
    ],
)
@option("--host", default="127.0.0.1", metavar="ADDRESS", help=N_("Where to listen; 0.0.0.0 is everywhere."))
@option("--port", default=8700, type=click.IntRange(1, 65535), metavar="NUMBER", help=N_("Which port."))
@option(
    "--workers",
    default=1,
    type=click.IntRange(1, 64),
    metavar="NUMBER",
    help=N_("How many processes; more than one needs PostgreSQL."),
)
@option("--demo", is_flag=True, help=N_("With a team to try things out with, in a database of its own."))
@language_option(N_("The language of what is printed here."))
def command(host: str, port: int, workers: int, demo: bool, language: str) -> None:
    """Serve the desk."""
    try:
        from simulator.app import serving
    except ModuleNotFoundError as error:
        raise CommandFailure(
            Message(
                "The desk needs more packages ({name} is missing): pip install 'winwin[desk]'.",
                name=error.name,
            )
        ) from error
    screen = Screen(sys.stdout, language)
    if demo and not _only_here(host):
        raise Misuse(Message("A demo has passwords that everybody knows; it is served to this machine only."))
    _check_free(host, port)
    environ = serving.demo_environment(os.environ) if demo else dict(os.environ)
    os.environ.update(environ)  # workers read it
    opened = serving.prepare(environ, demo)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else _bracketed(host)}:{port}/"
    if not demo:
        public = serving.public_address(environ)
        address = f"{public}/" if public is not None else address
    screen.put()
    screen.put(screen.t("The desk is open at {address}", address=address), "heading")
    if opened.first_link is not None:
        screen.put(
            screen.t(
                "There is no account yet. The administrator's password is chosen at {link}",
                link=f"{address}link/{opened.first_link}",
            )
        )
    if demo:
        screen.put(
            screen.t(
                "Sign in with one of these names; the password is “{password}”:",
                password=serving.DEMO_PASSWORD,
            )
        )
        for name, role in opened.demo:
            screen.put(f"  {name:<6}{screen.t(role)}")
    screen.put(screen.t("Ctrl-C closes it; nothing is lost."), "note")
    sys.stdout.flush()
    serving.serve(host, port, workers, environ)


def _check_free(host: str, port: int) -> None:
    """Raise Failure where nobody can listen, before an address is printed that leads to another desk."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandFailure(
            Message(
                "The desk cannot be opened at {host}, port {port}: {reason}. Choose another with “--port”.",
                host=host,
                port=port,
                reason=error.strerror or error,
            )
        ) from error


def _only_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
