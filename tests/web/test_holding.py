"""Things under way in memory: one for all who hold it, and room for the next."""

from simulator.web.holding import Held, Holding


class Thing(Held):
    """Something under way, which notes how often it was forgotten."""

    def __init__(self, worth_keeping: bool = True) -> None:
        super().__init__()
        self.forgotten = 0
        self.worth = worth_keeping

    def forget(self) -> None:
        """Count."""
        self.forgotten += 1

    @property
    def worth_keeping(self) -> bool:
        """As it was made."""
        return self.worth


class Things(Holding[int, Thing]):
    """Things by number."""

    def used(self, *names: int) -> list[Thing]:
        """The things of these names, each held for a moment."""
        found = []
        for name in names:
            thing = self._taken(name, Thing)
            self._left(name, thing)
            found.append(thing)
        return found


def test_everybody_holds_the_same() -> None:
    """Two requests about one attempt would each have their own, and their own lock."""
    things = Things(2)
    first = things._taken(1, Thing)
    assert things._taken(1, Thing) is first
    assert first.waiting == 2


def test_the_ones_not_used_for_longest_go() -> None:
    """A server would grow with every attempt ever made."""
    things = Things(2)
    first, second, _, third = things.used(1, 2, 1, 3)
    assert len(things) == 2
    assert [things.used(1)[0] is first, things.used(3)[0] is third] == [True, True]
    assert things.used(2)[0] is not second


def test_what_somebody_holds_stays() -> None:
    """A second copy of an attempt would be made while a move is under way in the first."""
    things = Things(1)
    held = things._taken(1, Thing)
    things.used(2, 3)
    assert things._taken(1, Thing) is held


def test_what_is_not_worth_keeping_goes_at_once() -> None:
    """Addresses of attempts that do not exist would fill the memory."""
    things = Things(2)
    one = things._taken(1, lambda: Thing(worth_keeping=False))
    things._left(1, one)
    assert len(things) == 0


def test_all_are_read_anew_but_those_in_use() -> None:
    """After a restored backup the server would go on from what was there before it."""
    things = Things(3)
    (idle,) = things.used(1)
    busy = things._taken(2, Thing)
    things.forget()
    assert (idle.forgotten, busy.forgotten) == (1, 0)
