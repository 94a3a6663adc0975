"""The proxies whose word is believed about who a request comes from."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from simulator.text.message import Message
from simulator.text.refusal import Refusal


class UnusableProxies(Refusal):
    """WINWIN_PROXIES names something that is no network address."""


class Proxies:
    """Trusted proxies. What nobody names is not one: not even this machine."""

    def __init__(self, networks: tuple[IPv4Network | IPv6Network, ...] = ()) -> None:
        self.networks = networks

    @classmethod
    def of(cls, text: str) -> "Proxies":
        """The proxies in a list of addresses and networks, separated by commas. Raises UnusableProxies."""
        networks = []
        for name in filter(None, (part.strip() for part in text.split(","))):
            try:
                networks.append(ip_network(name, strict=False))
            except ValueError as error:
                raise UnusableProxies(
                    Message(
                        "WINWIN_PROXIES: “{name}” is not an address or a network, such as 127.0.0.1 or"
                        " 10.0.0.0/8.",
                        name=name,
                    )
                ) from error
        return cls(tuple(networks))

    def __contains__(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.networks)

    def __bool__(self) -> bool:
        return bool(self.networks)

    def __str__(self) -> str:
        return ",".join(map(str, self.networks))
