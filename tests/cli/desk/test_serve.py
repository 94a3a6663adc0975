"""`winwin serve` before it serves; the desk itself is tested in `tests/app`."""

import socket

from tests.cli.conftest import Winwin


def test_a_taken_port_is_said_before_the_address(winwin: Winwin) -> None:
    """Whoever follows the printed address would land at somebody else's desk."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = winwin("serve", "--port", port)
    assert (ran.code, ran.out) == (1, "")
    assert f"port {port}" in ran.err
    assert "--port" in ran.err


def test_a_demo_is_for_this_machine_only(winwin: Winwin) -> None:
    """Everybody on the network knows the passwords of a demo."""
    ran = winwin("serve", "--demo", "--host", "0.0.0.0")
    assert (ran.code, ran.out) == (2, "")
