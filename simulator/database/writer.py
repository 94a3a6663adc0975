"""One thread that does all the writing of a process, and many small writes in one transaction.

A durable commit costs a flush of the disk, whatever is in it. So everything that waits is written together
and shares one commit; no write is confirmed before that. If one write fails, the transaction is rolled back
and each write is done again in its own transaction, so that the others succeed. A write may therefore run
more than once, and must have no effect except through its connection.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import groupby
from typing import Any, NamedTuple, Protocol, TypeVar, runtime_checkable

from sqlalchemy import Connection, Engine, event

from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .condition import WRITING, DatabaseCondition, SameFile
from .unavailable import DatabaseUnavailable, Failing, Overloaded, cannot_write, failing, perhaps_written

MOST_WAITING = 20_000
MOST_AT_ONCE = 500
TRIES = 3  # for what the database itself asks to have done again

T = TypeVar("T")
Work = Callable[[Connection], T]
Outcome = tuple[Any, Refusal | None]
"""What a work gave, or why it refused."""


@runtime_checkable
class Combining(Protocol):
    """A work that can be done together with others of its class, faster than one by one."""

    def __call__(self, connection: Connection) -> Any:
        """Do the work alone."""

    def together(self, connection: Connection, works: Sequence[Any]) -> list[Outcome]:
        """Do these works, of which this is one, as if one by one; what refuses has written nothing."""


class _Task(NamedTuple):
    work: Work[Any]
    future: Future[Any]


class _Unknown(Exception):
    """The connection was lost while a commit was under way: it may have been done or not."""


class Writer:
    """Does works in the order in which they come. `engine` must hand out a new connection each time.

    `file` is the SQLite file in which everything is kept; nothing is confirmed that is not in it.

    A work that refuses (raises a Refusal) before it has written anything disturbs nobody. Statements that go
    to the driver directly are not seen here: a work that uses it must not refuse after such a write.
    """

    def __init__(
        self,
        engine: Engine,
        most_waiting: int = MOST_WAITING,
        condition: DatabaseCondition | None = None,
        file: SameFile | None = None,
    ) -> None:
        self._engine = engine
        self._condition = condition or DatabaseCondition()
        self._file = file
        self._most_waiting = most_waiting
        self._waiting: deque[_Task] = deque()
        self._changed = threading.Condition(threading.Lock())
        self._stopping = False
        self._connection: Connection | None = None
        self._touched = 0
        event.listen(engine, "before_cursor_execute", self._see)
        event.listen(engine, "handle_error", self._see_error)
        self._thread = threading.Thread(target=self._run, name="winwin-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> "Future[T]":
        """Have a work done in a transaction; the future is done once that is durable.

        Raises Overloaded, and DatabaseUnavailable where nothing is written any more.
        """
        self._condition.check()
        future: Future[T] = Future()
        with self._changed:
            if self._stopping:
                raise DatabaseUnavailable(Message("The desk is being shut down; this was not saved."))
            if len(self._waiting) >= self._most_waiting:
                raise Overloaded
            self._waiting.append(_Task(work, future))
            if len(self._waiting) == 1:
                self._changed.notify()
        return future

    def is_here(self) -> bool:
        """Whether this is the writing thread itself."""
        return threading.current_thread() is self._thread

    def stop(self) -> None:
        """Do what is waiting, then end."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while tasks := self._taken():
            self._do([task for task in tasks if task.future.set_running_or_notify_cancel()])
        self._leave()

    def _taken(self) -> list[_Task]:
        """What is waiting, as soon as there is something; nothing when the end has come."""
        with self._changed:
            while not self._waiting and not self._stopping:
                self._changed.wait()
            count = min(len(self._waiting), MOST_AT_ONCE)
            return [self._waiting.popleft() for _ in range(count)]

    def _do(self, tasks: Sequence[_Task], tries: int = TRIES) -> None:
        """Do these writes, in one transaction if possible; tell each writer the result."""
        if not tasks:
            return
        try:
            outcomes = self._transaction(tasks)
        except BaseException as error:
            self._fail(tasks, tries, error)
            return
        self._condition.worked(WRITING)
        for task, (value, refusal) in zip(tasks, outcomes, strict=True):
            if refusal is None:
                task.future.set_result(value)
            else:
                task.future.set_exception(refusal)

    def _fail(self, tasks: Sequence[_Task], tries: int, error: BaseException) -> None:
        """Do works whose transaction failed again, if that can help; otherwise tell everybody."""
        told: BaseException = error
        failure = failing(error)
        if isinstance(error, _Unknown):
            told = perhaps_written()
        elif failure is not None:
            told = cannot_write(failure)
        if told is not error:
            self._condition.failed(WRITING, failure or Failing.GONE, error)
            self._leave()
        if failure in (Failing.GONE, Failing.CONFLICT) and tries > 1:
            self._do(tasks, tries - 1)  # on a new connection
        elif len(tasks) > 1 and (told is error or failure in (Failing.FULL, Failing.CONFLICT)):
            for task in tasks:
                self._do([task])
        else:
            for task in tasks:
                task.future.set_exception(told)

    def _transaction(self, tasks: Sequence[_Task]) -> list[Outcome]:
        """What the works gave, or the refusals of those that refused, after the commit."""
        self._condition.check()
        if self._file is not None:
            self._file.check()  # or a new connection would make an empty one
        if self._connection is None:
            self._connection = self._engine.connect()
        connection = self._connection
        outcomes: list[Outcome] = []
        try:
            transaction = connection.begin()
            for _, some in groupby((task.work for task in tasks), type):
                works = list(some)
                first = works[0]
                if len(works) > 1 and isinstance(first, Combining):
                    outcomes += first.together(connection, works)
                else:
                    outcomes += [self._outcome(connection, work) for work in works]
            _see_that_it_holds(connection)
        except BaseException:
            self._roll_back(connection)
            raise
        try:
            transaction.commit()
        except BaseException as error:
            self._roll_back(connection)
            if failing(error) is Failing.GONE:
                raise _Unknown from error
            raise
        if self._file is not None:
            self._file.check_after_commit()
        return outcomes

    def _outcome(self, connection: Connection, work: Work[Any]) -> Outcome:
        touched = self._touched
        try:
            return work(connection), None
        except Refusal as refusal:
            if self._touched != touched:
                raise
            return None, refusal

    def _roll_back(self, connection: Connection) -> None:
        try:
            connection.rollback()
        except Exception:  # whatever ails it, the next work gets another one
            self._leave()

    def _leave(self) -> None:
        """Give the connection up; the next work opens another."""
        connection, self._connection = self._connection, None
        if self._file is not None:
            self._file.let_go()
        if connection is not None:
            try:
                connection.invalidate()
                connection.close()
            except Exception:  # it is given up as it is
                return

    def _see(self, connection: Any, cursor: Any, statement: str, *_: object) -> None:
        if not statement.lstrip()[:6].upper().startswith("SELECT"):
            self._touched += 1

    def _see_error(self, context: Any) -> None:
        # in PostgreSQL the whole transaction is void from here on
        self._touched += 1


def _see_that_it_holds(connection: Connection) -> None:
    """Raise where a work went on after a failed statement: PostgreSQL would quietly roll all of it back."""
    status = getattr(
        getattr(connection.connection.driver_connection, "info", None), "transaction_status", None
    )
    if status is not None and status.name == "INERROR":
        raise RuntimeError("A work has hidden a failed statement; its transaction cannot be committed.")
