"""What took long to work out and may be asked for again: the values used last, within a bound."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, Future
from threading import Lock
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)
Value = TypeVar("Value")


class Cache(Generic[Name, Value]):
    """Values by name, for all threads of a process. Those that were not asked for longest go first.

    A value is made once: others who ask for it meanwhile wait. What is being made is never let go.
    """

    def __init__(self, most: float, size: Callable[[Value], float] = lambda value: 1) -> None:
        """`most` is the sum of all sizes; without `size` every value counts 1. The newest is always kept."""
        self._most = most
        self._size = size
        self._lock = Lock()
        self._asked: OrderedDict[Name, Future[Value]] = OrderedDict()
        self._sizes: dict[Name, float] = {}
        """Of what has been made."""

    def __len__(self) -> int:
        return len(self._asked)

    def of(self, name: Name, make: Callable[[], Value]) -> Value:
        """The value of this name, which is made now if it is not there.

        Raises what `make` raises; it is tried again at the next call.
        """
        with self._lock:
            asked, own = self._asked.get(name), Future[Value]()
            if asked is None or asked.cancelled():
                self._asked[name] = own
            else:
                self._asked.move_to_end(name)
        if asked is not None and not asked.cancelled():
            return asked.result()
        try:
            value = make()
        except BaseException as error:
            self._drop(name, own)
            own.set_exception(error)
            raise
        self._keep(name, self._size(value))
        own.set_result(value)
        return value

    def asked(self, name: Name, make: Callable[[], Value], worker: Executor) -> "Future[Value]":
        """The value of this name, which `worker` makes if it is not there.

        What `make` raises is kept as well, until `forget`: whoever asks later has to learn it, too.
        """
        with self._lock:
            asked = self._asked.get(name)
            if asked is None or asked.cancelled():
                asked = self._asked[name] = worker.submit(self._made, name, make)
            self._asked.move_to_end(name)
            return asked

    def forget(self, name: Name) -> None:
        """Have a value made anew when it is asked for next."""
        with self._lock:
            self._asked.pop(name, None)
            self._sizes.pop(name, None)

    def _made(self, name: Name, make: Callable[[], Value]) -> Value:
        try:
            value = make()
        except BaseException:
            self._keep(name, 1)
            raise
        self._keep(name, self._size(value))
        return value

    def _keep(self, name: Name, size: float) -> None:
        """Count a value that was made, and let others go if there is no room for all."""
        with self._lock:
            if name not in self._asked:  # forgotten meanwhile
                return
            self._sizes[name] = size
            left = sum(self._sizes.values())
            for other in [one for one in self._asked if one in self._sizes and one != name]:
                if left <= self._most:
                    break
                left -= self._sizes.pop(other)
                del self._asked[other]

    def _drop(self, name: Name, asked: "Future[Value]") -> None:
        with self._lock:
            if self._asked.get(name) is asked:
                del self._asked[name]
