"""The desk's own address: what is configured, and never what a request says."""

import pytest

from simulator.web.proxies import Proxies, UnusableProxies
from simulator.web.settings import UnusableAddress, public_address


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://desk.example", "https://desk.example"),
        (" https://desk.example:8443/ ", "https://desk.example:8443"),
        ("http://[2001:db8::1]:8700", "http://[2001:db8::1]:8700"),
        ("", None),
    ],
)
def test_public_address_is_read(given: str, address: str | None) -> None:
    """Links would not begin with the address that people know."""
    assert public_address({"WINWIN_ADDRESS": given}) == address


@pytest.mark.parametrize(
    "given",
    [
        "desk.example",
        "ftp://desk.example",
        "https://desk.example/desk",
        "https://desk.example?x",
        "https://a@desk.example",
        "https://desk.example:99999999",
        "https://[",
        "https://desk example",
        "https://",
        "https://客服.example",
    ],
)
def test_an_address_that_is_none_is_refused(given: str) -> None:
    """Every invitation would lead nowhere, and nobody would know why."""
    with pytest.raises(UnusableAddress):
        public_address({"WINWIN_ADDRESS": given})


def test_proxies_are_addresses_and_networks() -> None:
    """A proxy would not be believed, or a stranger would."""
    proxies = Proxies.of("127.0.0.1, 10.0.0.0/8,2001:db8::/32")
    found = [
        address in proxies
        for address in ("127.0.0.1", "10.9.9.9", "2001:db8::1", "127.0.0.2", "11.0.0.1", "x", "")
    ]
    assert found == [True, True, True, False, False, False, False]
    assert Proxies.of(str(proxies)).networks == proxies.networks
    assert not Proxies.of("")
    for wrong in ("proxy.example", "10.0.0.0/99", "*"):
        with pytest.raises(UnusableProxies):
            Proxies.of(wrong)
