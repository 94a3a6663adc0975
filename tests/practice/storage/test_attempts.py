"""One contract for every place that keeps attempts: in memory, in SQLite, in PostgreSQL."""

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from simulator import Attempt, Stage, Verdict
from simulator.database import tables
from simulator.database.database import Database
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import (
    AttemptLedger,
    AttemptNameTaken,
    KeptAttempt,
    MoveEntry,
    NoSuchAttempt,
    Record,
    Result,
)
from simulator.text.receipt import KeyReused, Outdated, Receipt
from simulator.text.refusal import Refusal
from tools import postgresql

from .memory import MemoryAttempts

NOW = datetime(2026, 11, 21, 10, 0, 0, 123000, tzinfo=UTC)
WON = Result("worried", Verdict.WIN_WIN, 82, ())
LOST = Result("worried", Verdict.LOSE_LOSE, 3, ("insult", "promise"))
HOSTILE = "say “x”'; DROP TABLE moves; -- \u202e 喂 \U0001f600 %s ? \\ {name}"


def record(name: str = "a-1", *moves: str, **more: Any) -> Record:
    """Return an attempt to keep."""
    known = {"language": more.pop("language", None), "source": more.pop("source", None)}
    result = more.pop("result", None)
    values: dict[str, Any] = {"case": "parcel", "digest": "d" * 64, "persona": "worried"} | more
    values.setdefault("started", NOW.isoformat(timespec="milliseconds"))
    return Record(name, Attempt(**values, moves=moves, times=(None,) * len(moves)), result, **known)


def person(database: Database, name: str) -> int:
    """Make an account, as far as attempts need one."""
    values = {"name": name, "shown": name, "look": name, "role": "trainee", "active": True, "created": NOW}

    def work(connection: Any) -> int:
        connection.execute(insert(tables.people).values(values))
        return int(connection.execute(select(tables.people.c.id).filter_by(name=name)).scalar_one())

    return database.write(work)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest) -> Iterator[AttemptLedger]:
    """Return an empty ledger of each kind, which knows the people 1 and 2."""
    if request.param == "memory":
        yield MemoryAttempts()
        return
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    with Database.open(url) as database:
        assert (person(database, "ann"), person(database, "bo")) == (1, 2)
        yield Attempts(database)


def add(
    ledger: AttemptLedger,
    kept: KeptAttempt,
    after: int,
    move: str | None,
    key: str | None = None,
    **more: Any,
) -> Receipt:
    """Add an entry and wait until it is safe."""
    future = ledger.append(kept.id, after, MoveEntry(move, more.pop("at", None), key), now=NOW, **more)
    return future.result(timeout=30)


def test_attempt_comes_back_as_it_was_begun(ledger: AttemptLedger) -> None:
    """An attempt could not be replayed years later."""
    whole = record("x", stage=Stage.REHEARSAL, seed=2**40, language="zh", source="/some/case.yaml")
    kept = ledger.begin(whole, person=1, preview=True)
    assert kept.record == whole
    assert (kept.person, kept.bundle, kept.version, kept.preview) == (1, None, 0, True)
    assert (kept.started, kept.finished) == (NOW, None)
    assert ledger.find("x") == kept


def test_attempt_can_begin_with_moves(ledger: AttemptLedger) -> None:
    """“Retry from here” would begin at the opening, and an attempt from elsewhere would be empty."""
    kept = ledger.begin(record("x", "hear", "next", result=LOST), person=None)
    assert (kept.version, kept.record.attempt.moves, kept.record.result) == (2, ("hear", "next"), LOST)
    assert ledger.entries_after(kept.id, 1) == [MoveEntry("next")]


def test_moment_of_another_time_zone_stays_the_same_moment(ledger: AttemptLedger) -> None:
    """Attempts from a terminal in Shanghai would be eight hours off."""
    kept = ledger.begin(record(started="2026-11-21T18:00:00.123456+08:00"), person=1)
    assert (kept.started, kept.record.attempt.started) == (NOW, "2026-11-21T10:00:00.123+00:00")


@pytest.mark.parametrize("started", [None, "yesterday"])
def test_attempt_without_a_start_begins_now(ledger: AttemptLedger, started: str | None) -> None:
    """An attempt from elsewhere could not be kept."""
    before = datetime.now(UTC)
    kept = ledger.begin(record(started=started), person=1)
    assert before - timedelta(milliseconds=1) <= kept.started <= datetime.now(UTC)


def test_name_is_taken_once(ledger: AttemptLedger) -> None:
    """One attempt would go on in another."""
    ledger.begin(record("x"), person=1)
    with pytest.raises(AttemptNameTaken):
        ledger.begin(record("x"), person=2)
    assert ledger.find("x").person == 1


def test_moves_are_added_one_by_one(ledger: AttemptLedger) -> None:
    """A play could not be continued."""
    kept = ledger.begin(record(), person=1)
    assert add(ledger, kept, 0, "hear", "k1", at=1.5) == Receipt(1)
    assert add(ledger, kept, 1, HOSTILE, "k2", at=0.1 + 0.2) == Receipt(2)
    assert add(ledger, kept, 2, None, "k3") == Receipt(3)
    assert add(ledger, kept, 3, "next") == Receipt(4)
    found = ledger.find("a-1")
    assert (found.record.attempt.moves, found.record.attempt.times) == (("hear", "next"), (1.5, None))
    assert (found.version, found.updated) == (4, NOW)
    every = [
        MoveEntry("hear", 1.5, "k1"),
        MoveEntry(HOSTILE, 0.1 + 0.2, "k2"),
        MoveEntry(None, None, "k3"),
        MoveEntry("next"),
    ]
    assert ledger.entries_after(kept.id, 0) == every
    assert ledger.entries_after(kept.id, 2) == every[2:]
    assert ledger.entries_after(kept.id, 4) == []
    assert ledger.entries_after(999, 0) == []


@pytest.mark.parametrize("result", [WON, LOST, Result("worried")])
def test_last_move_brings_the_result(ledger: AttemptLedger, result: Result) -> None:
    """A finished attempt would count as one that was left."""
    kept = ledger.begin(record(), person=1)
    add(ledger, kept, 0, "close", result=result)
    found = ledger.find("a-1")
    assert (found.record.result, found.finished) == (result, NOW)
    add(ledger, kept, 1, None)
    found = ledger.find("a-1")
    assert (found.record.result, found.finished) == (None, None)


def test_entry_sent_again_is_acknowledged_again(ledger: AttemptLedger) -> None:
    """A reply lost on the way would make the same move twice, or seem to fail."""
    kept = ledger.begin(record(), person=1)
    for move, key in [("hear", "k1"), ("next", "k2"), (None, "k3")]:
        version = ledger.find("a-1").version
        assert add(ledger, kept, version, move, key) == Receipt(version + 1)
        assert add(ledger, kept, version, move, key) == Receipt(version + 1, repeated=True)
    assert add(ledger, kept, 0, "hear", "k1") == Receipt(1, repeated=True)
    assert ledger.find("a-1").version == 3


def test_key_is_for_one_move(ledger: AttemptLedger) -> None:
    """A program's mistake would be acknowledged as a move that was never made."""
    kept = ledger.begin(record(), person=1)
    add(ledger, kept, 0, "hear", "k1")
    for after, move in [(0, "next"), (0, None), (1, "hear"), (1, "next")]:
        with pytest.raises(KeyReused):
            add(ledger, kept, after, move, "k1")
    other = ledger.begin(record("a-2"), person=1)
    assert add(ledger, other, 0, "next", "k1") == Receipt(1)
    assert (ledger.find("a-1").version, ledger.find("a-2").version) == (1, 1)


@pytest.mark.parametrize("after", [-1, 0, 2, 7])
def test_move_of_another_window_is_refused(ledger: AttemptLedger, after: int) -> None:
    """Two tabs would weave their moves into one play."""
    kept = ledger.begin(record(), person=1)
    add(ledger, kept, 0, "hear", "k1")
    with pytest.raises(Outdated):
        add(ledger, kept, after, "next", "k2")
    with pytest.raises(Outdated):
        add(ledger, kept, after, "hear")
    assert ledger.find("a-1").record.attempt.moves == ("hear",)


def test_move_needs_an_attempt(ledger: AttemptLedger) -> None:
    """A move would be acknowledged and belong to nothing."""
    kept = ledger.begin(record(), person=1)
    ledger.delete("a-1")
    with pytest.raises(NoSuchAttempt):
        add(ledger, kept, 0, "hear", "k")
    with pytest.raises(NoSuchAttempt):
        ledger.keep_findings(kept.id, {})
    for forget in (ledger.find, ledger.delete):
        with pytest.raises(NoSuchAttempt):
            forget("a-1")


def test_twenty_windows_make_one_play(ledger: AttemptLedger) -> None:
    """A double click could fork a play, or lose a move that was acknowledged."""
    kept = ledger.begin(record(), person=1)

    def window(number: int) -> list[tuple[int, str]]:
        done = []
        for turn in range(10):
            version, move = ledger.find("a-1").version, f"move {number}.{turn}"
            try:
                done.append((add(ledger, kept, version, move, f"{number}.{turn}").number, move))
            except Outdated:
                continue
        return done

    with ThreadPoolExecutor(20) as pool:
        acknowledged = sorted(pair for pairs in pool.map(window, range(20)) for pair in pairs)
    moves = ledger.find("a-1").record.attempt.moves
    assert acknowledged == list(enumerate(moves, 1))
    assert moves


def test_two_processes_make_one_play(database: Database, database_url: str) -> None:
    """A terminal beside the server, or two workers, could fork a play or lose a move that was acknowledged."""
    ledger = Attempts(database)
    kept = [ledger.begin(record(f"a-{number}"), person=None) for number in range(4)]

    def process(number: int) -> dict[str, list[tuple[int, str]]]:
        done: dict[str, list[tuple[int, str]]] = {one.record.id: [] for one in kept}
        with Database.open(database_url) as other:
            own = Attempts(other)
            for turn in range(25):
                for one in kept:
                    move, after = f"move {number}.{turn}", own.find(one.record.id).version
                    with suppress(Outdated):
                        receipt = add(own, one, after, move, f"{number}.{turn}")
                        done[one.record.id].append((receipt.number, move))
        return done

    with ThreadPoolExecutor(3) as pool:
        every = list(pool.map(process, range(3)))
    for one in kept:
        acknowledged = sorted(pair for done in every for pair in done[one.record.id])
        assert acknowledged == list(enumerate(ledger.find(one.record.id).record.attempt.moves, 1))
        assert len(acknowledged) >= 25


def test_moves_that_are_written_together_fare_as_if_one_by_one(database: Database) -> None:
    """A batch would acknowledge a move that another in the same batch has made impossible."""
    ledger = Attempts(database)
    a, b = (ledger.begin(record(name), person=None).id for name in ("a", "b"))
    go = threading.Event()
    database.submit(lambda _: go.wait(30))
    sent = [
        (a, 0, MoveEntry("hear", 1.0, "k1")),
        (b, 0, MoveEntry("hear", 1.0, "k1")),
        (a, 1, MoveEntry("next", 2.0, "k2")),
        (a, 1, MoveEntry("mark 1 key", 2.0, "k3")),  # another window
        (b, 0, MoveEntry("hear", 1.0, "k1")),  # a double click
        (b, 0, MoveEntry("next", 1.0, "k1")),
        (999, 0, MoveEntry("hear")),
        (a, 2, MoveEntry(None, None, "k4")),
        (b, 1, MoveEntry("next")),
    ]
    futures = [ledger.append(attempt, after, entry, now=NOW) for attempt, after, entry in sent]
    go.set()
    outcomes: list[Any] = []
    for future in futures:
        try:
            outcomes.append(future.result(30))
        except Refusal as refusal:
            outcomes.append(type(refusal))
    assert outcomes == [
        Receipt(1), Receipt(1), Receipt(2), Outdated, Receipt(1, repeated=True), KeyReused, NoSuchAttempt,
        Receipt(3), Receipt(2),
    ]  # fmt: skip
    assert ledger.find("a").record.attempt.moves == ("hear",)
    assert ledger.find("b").record.attempt.moves == ("hear", "next")


def test_summaries_are_those_asked_for(ledger: AttemptLedger) -> None:
    """A trainer would see other people's attempts, or not those of the class."""
    days = [NOW + timedelta(days=day) for day in range(4)]
    for day, (whose, case, result, preview) in enumerate(
        [
            (1, "parcel", WON, False),
            (2, "parcel", None, False),
            (1, "remote", None, False),
            (1, "parcel", None, True),
        ]
    ):
        started = days[day].isoformat()
        ledger.begin(record(f"a-{day}", case=case, started=started, result=result), whose, preview=preview)

    def names(**wanted: Any) -> list[str]:
        return [summary.name for summary in ledger.summaries(**wanted)]

    assert names() == ["a-2", "a-1", "a-0"]
    assert names(previews=True) == ["a-3", "a-2", "a-1", "a-0"]
    assert names(person=1) == ["a-2", "a-0"]
    assert names(people=[2]) == ["a-1"]
    assert names(people=[1, 2], limit=2) == ["a-2", "a-1"]
    assert names(people=[]) == []
    assert names(case="parcel") == ["a-1", "a-0"]
    assert names(since=days[1]) == ["a-2", "a-1"]
    assert names(until=days[1]) == ["a-0"]
    assert names(finished=True) == ["a-0"]
    assert names(finished=False, case="parcel") == ["a-1"]
    (summary,) = ledger.summaries(finished=True)
    kept = ledger.find("a-0")
    assert (summary.id, summary.result, summary.persona, summary.stage) == (kept.id, WON, "worried", None)
    assert (summary.version, summary.started, summary.finished) == (0, NOW, kept.finished)


def test_attempts_of_a_person_come_with_their_moves(ledger: AttemptLedger) -> None:
    """What to practise next would be worked out from somebody else's attempts."""
    late = ledger.begin(record("late", "hear", started="2026-11-23T10:00:00+00:00"), person=1)
    early = ledger.begin(record("early", "hear", "next", case="remote"), person=1)
    ledger.begin(record("other", "hear"), person=2)
    ledger.begin(record("trial", "hear"), person=1, preview=True)
    add(ledger, late, 1, "next", at=2.0)
    assert ledger.kept(1) == [ledger.find("early"), ledger.find("late")]
    assert ledger.kept(1, "remote") == [early]
    assert ledger.kept(7) == []


def test_findings_are_kept_once(ledger: AttemptLedger) -> None:
    """A class's figures would be worked out anew at every look, or count an attempt twice."""
    first, second = (ledger.begin(record(name), person=1) for name in ("x", "y"))
    ledger.keep_findings(first.id, {"replies": [1, None, "双赢"]})
    ledger.keep_findings(first.id, {"replies": []})
    assert ledger.findings([first.id, second.id, 999]) == {first.id: {"replies": []}}
    assert ledger.findings([]) == {}
    assert ledger.findings(range(1, 2000)) == {first.id: {"replies": []}}


def test_anonymous_attempts_lead_to_nobody(ledger: AttemptLedger) -> None:
    """Somebody who has left could still be found out."""
    kept = ledger.begin(record("ann-1", "hear", result=WON, source="/home/ann/case.yaml"), person=1)
    ledger.begin(record("bo-1"), person=2)
    assert ledger.anonymise(1) == 1
    assert ledger.kept(1) == []
    with pytest.raises(NoSuchAttempt):
        ledger.find("ann-1")
    (summary,) = ledger.summaries(finished=True)
    left = ledger.find(summary.name)
    assert (left.id, left.person, left.record.source) == (kept.id, None, None)
    assert (left.record.attempt, left.record.result) == (kept.record.attempt, WON)
    assert ledger.find("bo-1").person == 2


STEPS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["hear", "next", None]),
        st.sampled_from([None, "k1", "k2", "k3"]),
        st.sampled_from([None, WON, LOST]),
    ),
    max_size=12,
)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def lasting(
    request: pytest.FixtureRequest,
    sqlite_template: Path,
    postgres: postgresql.Server,
    postgres_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[AttemptLedger]:
    """Return one ledger of each kind for all the examples of a law."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("law") / "desk.sqlite"
        shutil.copy(sqlite_template, file)
        url = f"sqlite:///{file}"
    else:
        url = postgres.create("law", postgres_template)
    with Database.open(url) as database:
        yield Attempts(database)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_every_ledger_does_the_same(
    lasting: AttemptLedger, steps: list[tuple[int, str | None, str | None, Result | None]]
) -> None:
    """What holds in memory would not hold at the desk."""
    ledgers = MemoryAttempts(), lasting
    begun = [each.begin(record(f"law-{uuid4()}"), person=None) for each in ledgers]
    for after, move, key, result in steps:
        outcomes: list[object] = []
        for each, one in zip(ledgers, begun, strict=True):
            try:
                outcomes.append(add(each, one, after, move, key, result=result))
            except (Outdated, KeyReused) as refusal:
                outcomes.append(type(refusal))
        assert outcomes[0] == outcomes[1]
    plain, kept = (each.entries_after(one.id, 0) for each, one in zip(ledgers, begun, strict=True))
    assert plain == kept
