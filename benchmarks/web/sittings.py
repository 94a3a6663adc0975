"""A room of a thousand examinees: each gives an answer every few seconds, whether or not the server keeps up.

``python -m benchmarks.web.sittings`` reads what to do as JSON from its standard input and prints what it saw,
like `clients`; it runs in a process of its own. An answer that has to wait for the one before counts from
when it was due, so a server that falls behind shows.
"""

import asyncio
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import uvloop

from benchmarks.web import servers
from benchmarks.web.clients import Failed, Seen
from simulator.app.opening import open_desk
from simulator.exam.paper import exam as exams
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Role
from simulator.people.storage.people import People
from simulator.people.storage.sessions import Sessions
from simulator.web.settings import Settings

EXAMINEES = 1_000
EVERY = 5.0  # seconds
ROUNDS = 6
"""How many answers each gives; the first is for warming up."""


@dataclass(frozen=True)
class Examinee:
    """Whose session a connection has, where it answers, and the two answers that it goes between."""

    path: str
    cookie: str
    csrf: str
    answers: tuple[str, str]


def prepared(settings: Settings, count: int = EXAMINEES) -> list[Examinee]:
    """Fill a new database with people who sit one exam, have begun it, and are signed in."""
    services = open_desk(settings)
    try:
        now = datetime.now(UTC)
        version = services[Banks].current()
        assert version is not None, "winwin comes with a bank"
        bank = services[Banks].bank(version.bundle)
        choices = [one for one in bank.questions.values() if one.kind == "single" and not one.look_up][:40]
        window, mark = exams.Window(now - timedelta(hours=1), now + timedelta(hours=8)), exams.PassMark()
        desk_name, day = choices[0].desk, now.date()
        exam = services[Exams].add("Load", desk_name, day, version.bundle, {}, window, 240, mark, None, now)
        people = [
            services[People].add(f"t{number}", f"T {number}", Role.TRAINEE, None, "en", by=None, now=now)
            for number in range(count)
        ]
        form = exams.PaperForm(tuple(exams.PaperItem(one.id) for one in choices))
        sat = [exams.Examinee(exam.id, person.id, 0, seed=number) for number, person in enumerate(people)]
        services[Exams].set(exam.id, [form], sat, None, now)
        found = []
        for person in people:
            services[Sittings].begin(exam.id, person.id, None, now)
            session = services[Sessions].begin(person.id, now)
            path = f"/sittings/{exam.id}/answers/"
            found.append(Examinee(path, session.token, session.csrf, ("a", "b")))
        return found
    finally:
        services.close()


async def sit(one: Examinee, place: int, count: int, port: int, rounds: int, times: list[float]) -> None:
    """Give an answer when it is due, `rounds` times, to other questions by turns."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f" HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: session={one.cookie}\r\n"
        "HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
    )
    begin = perf_counter() + 1.0 + EVERY * place / count
    for turn in range(rounds):
        due = begin + turn * EVERY
        await asyncio.sleep(max(0.0, due - perf_counter()))
        body = f"csrf={one.csrf}&key=k{turn:08}&answer={one.answers[turn % 2]}"
        writer.write(f"POST {one.path}{(place + turn) % 10}{head}{len(body)}\r\n\r\n{body}".encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        content = await reader.readexactly(length)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise Failed(answer.decode() + content.decode()[:2000])
        if turn:
            times.append(perf_counter() - due)
    writer.close()


async def measured(examinees: list[Examinee], port: int, rounds: int) -> Seen:
    """What they see together; the first answer of each reads its sitting into memory and does not count."""
    times: list[float] = []
    count = len(examinees)
    await asyncio.gather(
        *(sit(one, place, count, port, rounds, times) for place, one in enumerate(examinees))
    )
    times.sort()
    return Seen(
        rate=len(times) / (EVERY * (rounds - 1)),
        p50=times[len(times) // 2] * 1000,
        p99=times[len(times) * 99 // 100] * 1000,
        made=count * rounds,
    )


def asked(examinees: list[Examinee], port: int, rounds: int = ROUNDS) -> Seen:
    """What examinees see of a server, from a process of their own."""
    todo = {"examinees": [asdict(one) for one in examinees], "port": port, "rounds": rounds}
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.web.sittings"],
        input=json.dumps(todo).encode(), stdout=subprocess.PIPE, check=True,
        cwd=servers.ROOT,
    )  # fmt: skip
    seen = Seen(**json.loads(run.stdout))
    told = f"web_sittings: {seen.rate:,.0f} a second, p50 {seen.p50:.1f} ms, p99 {seen.p99:.1f} ms"
    print(told, file=sys.stderr)
    return seen


def main() -> None:
    """Do what the standard input asks for."""
    todo: dict[str, Any] = json.load(sys.stdin)
    examinees = [Examinee(**one) for one in todo["examinees"]]
    seen = uvloop.run(measured(examinees, todo["port"], todo["rounds"]))
    print(json.dumps(asdict(seen)))


if __name__ == "__main__":
    main()
