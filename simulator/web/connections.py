"""How many connections a server process has, and which one is closed when there are too many.

Whoever opens connections and asks nothing loses them first. So somebody who opens a thousand from one address
does not lock out the people behind the same address: their requests come at once.
"""

import resource
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar

from .proxies import Proxies

MOST = 10_000
RESERVED = 200
"""Open files that a process needs for other things: the database, cases, the log."""


class Closable(Hashable, Protocol):
    """A connection."""

    def give_up(self) -> None:
        """Close it now."""


T = TypeVar("T", bound=Closable)


def allow_many_files() -> None:
    """Let this process, and those it starts, open as many files as it needs, if the system permits it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + RESERVED
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most_connections() -> int:
    """How many connections this process can have and still open files."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST
    return min(MOST, max(soft - RESERVED, soft // 2))


class Connections(Generic[T]):
    """The connections of a process by the address they come from. At most `most_of_one` are of one address.

    Trusted proxies are not limited by address, as everybody's connections come from them.
    """

    def __init__(self, most: int, most_of_one: int, proxies: Proxies) -> None:
        self.most = most
        self.most_of_one = most_of_one
        self._proxies = proxies
        self._address: dict[T, str] = {}
        self._by_address: dict[str, dict[T, bool]] = {}
        """Those that wait for a request are True; who has waited longest comes first."""

    def add(self, connection: T, address: str) -> bool:
        """Take a new connection, perhaps in the place of one that waits; False if none could be closed."""
        limited = address not in self._proxies
        if limited and len(self._by_address.get(address, ())) >= self.most_of_one:
            taken = self._close_one(address)
        elif len(self._address) >= self.most:
            largest = max(self._by_address, key=lambda known: len(self._by_address[known]))
            taken = self._close_one(largest)
        else:
            taken = True
        if taken:
            self._address[connection] = address
            self._by_address.setdefault(address, {})[connection] = True
        return taken

    def busy(self, connection: T) -> None:
        """Note that a connection has a complete request, which is being answered."""
        self._note(connection, False)

    def waiting(self, connection: T) -> None:
        """Note that a connection waits for its next request."""
        self._note(connection, True)

    def remove(self, connection: T) -> None:
        """Forget a connection that is closed."""
        address = self._address.pop(connection, None)
        if address is not None:
            group = self._by_address[address]
            del group[connection]
            if not group:
                del self._by_address[address]

    def _note(self, connection: T, waits: bool) -> None:
        address = self._address.get(connection)
        if address is not None:
            group = self._by_address[address]
            del group[connection]  # to the end
            group[connection] = waits

    def _close_one(self, address: str) -> bool:
        """Close the connection from an address that has waited longest for a request."""
        group = self._by_address[address]
        found = next((connection for connection, waits in group.items() if waits), None)
        if found is None:
            return False
        self.remove(found)
        found.give_up()
        return True
