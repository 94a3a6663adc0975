"""What trainers and leads collect and assign through the API, each in the teams that they may look into."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from simulator.call.case.case import Stage
from simulator.call.play.attempt import Attempt
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.people.storage.people import People as KeptPeople
from simulator.practice.storage.assignments import Assignments
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import Record, Result
from simulator.web.services import Services, now
from tests.app.api.conftest import CASE, Program

Programs = Callable[[str], Program]
People = Callable[[str], Person]


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]


def begun(
    services: Services,
    person: Person,
    name: str,
    at: datetime,
    *,
    finished: bool = True,
    preview: bool = False,
) -> None:
    """Keep an attempt as if it had been made then."""
    attempt = Attempt(
        case=CASE,
        digest="d",
        persona="proud",
        stage=Stage.REHEARSAL,
        seed=1,
        started=at.isoformat(timespec="milliseconds"),
        moves=(),
        times=(),
    )
    result = Result("proud") if finished else None
    services[Attempts].begin(Record(name, attempt, result, "en"), person.id, None, preview=preview)


def reviewed_outcome(program: Program, name: str) -> dict[str, Any]:
    """The outcome of an attempt as soon as its review is there."""
    for _ in range(600):
        outcome: dict[str, Any] = program.get(f"/api/v1/attempts/{name}/outcome").json()
        if outcome["review"] != "working":
            return outcome
        time.sleep(0.1)
    raise AssertionError("the review is not worked out")


def test_a_finished_call_has_an_outcome(program: Programs, services: Services) -> None:
    """What a program came for would be missing or another one than on the page."""
    lin = program("lin")
    name = lin.call_to_the_end()
    outcome = reviewed_outcome(lin, name)
    kept = services[Attempts].find(name).record
    assert kept.result is not None
    assert kept.result.verdict is not None
    assert outcome["persona"] == kept.attempt.persona
    assert (outcome["call"]["verdict"], outcome["call"]["score"]) == (
        kept.result.verdict.value,
        kept.result.score,
    )
    assert outcome["scores"]["rehearsal"] == kept.result.score
    assert [reply["move"] for reply in outcome["replies"]] == list(kept.attempt.moves)
    assert all(reply["grade"] and reply["say"] for reply in outcome["replies"])
    report = lin.get(f"/api/v1/attempts/{name}/report")
    assert report.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert outcome["call"]["title"] in report.text
    one = lin.get(f"/api/v1/attempts/{name}").json()
    assert (one["persona"], one["score"]) == (kept.attempt.persona, kept.result.score)


def test_an_attempt_under_way_tells_nothing(program: Programs) -> None:
    """Its list would say who is on the line, which the trainee is to find out."""
    lin = program("lin")
    name = lin.begin()["name"]
    (listed,) = lin.get("/api/v1/attempts").json()["attempts"]
    assert listed == lin.get(f"/api/v1/attempts/{name}").json()
    assert (listed["persona"], listed["verdict"], listed["score"], listed["finished"]) == (
        None,
        None,
        None,
        None,
    )
    for part in ("outcome", "report"):
        assert code(lin.get(f"/api/v1/attempts/{name}/{part}")) == (409, "not-finished")
        assert code(program("wei").get(f"/api/v1/attempts/{name}/{part}")) == (409, "not-finished")
    assert program("wei").get(f"/api/v1/attempts/{name}").json()["persona"] is None
    assert program("wei").get("/api/v1/results").json()["results"] == []


def test_attempts_are_seen_by_who_watches_their_owner(
    program: Programs, services: Services, person: People
) -> None:
    """A trainee's practice is not for everybody's eyes."""
    for name in ("lin", "bo", "wei"):
        begun(services, person(name), f"of-{name}", now())
    sees = {
        "lin": {"lin"},
        "bo": {"bo"},
        "hua": {"lin"},
        "wei": {"lin", "bo", "wei"},
        "root": {"lin", "bo", "wei"},
    }
    for name, owners in sees.items():
        caller = program(name)
        seen = {
            one for one in ("lin", "bo", "wei") if caller.get(f"/api/v1/attempts/of-{one}").status_code == 200
        }
        assert seen == owners, name
        listed = set()
        for one in ("lin", "bo", "wei"):
            answer = caller.get("/api/v1/attempts", params={"person": person(one).id})
            if answer.status_code == 200 and answer.json()["attempts"]:
                listed.add(one)
        assert listed == owners, name
    assert code(program("lin").get("/api/v1/attempts", params={"person": 2})) == (403, "not-allowed")
    assert code(program("hua").get("/api/v1/attempts", params={"person": 2})) == (404, "not-found")
    assert code(program("hua").get("/api/v1/attempts", params={"person": 999})) == (404, "not-found")


def test_a_trial_is_for_who_made_it(program: Programs, services: Services, person: People) -> None:
    """A trainer's try-outs would stand among the results of a class."""
    begun(services, person("lin"), "trial", now(), preview=True)
    assert program("wei").get("/api/v1/attempts/trial").status_code == 404
    assert program("lin").get("/api/v1/attempts/trial").json()["preview"] is True
    assert program("lin").get("/api/v1/attempts").json()["attempts"] == []
    assert program("wei").get("/api/v1/results").json()["results"] == []


def test_results_are_those_of_the_teams_one_watches(
    program: Programs, services: Services, person: People
) -> None:
    """A lead would see another's team, or miss the own."""
    for name in ("lin", "bo"):
        begun(services, person(name), f"of-{name}", now())
    team = person("hua").team
    for name, params, expected in (
        ("hua", {}, ["of-lin"]),
        ("hua", {"team": team}, ["of-lin"]),
        ("wei", {}, ["of-bo", "of-lin"]),
        ("wei", {"team": team}, ["of-lin"]),
        ("wei", {"case": "ac-remote"}, []),
        ("wei", {"until": "2020-01-01T00:00:00Z"}, []),
        ("wei", {"since": "2020-01-01T00:00:00+08:00"}, ["of-bo", "of-lin"]),
    ):
        rows = program(name).get("/api/v1/results", params=params).json()["results"]
        assert sorted(row["attempt"] for row in rows) == expected, (name, params)
    other = services[KeptPeople].add_team("Other", by=None, now=now())
    assert code(program("hua").get("/api/v1/results", params={"team": other.id})) == (404, "not-found")
    assert code(program("wei").get("/api/v1/results", params={"team": 999})) == (404, "not-found")
    assert code(program("lin").get("/api/v1/results")) == (403, "not-allowed")
    row = program("hua").get("/api/v1/results").json()["results"][0]
    assert (row["person"], row["shown"], row["team"], row["persona"]) == (
        person("lin").id,
        "Lin Xiaoyu",
        team,
        "proud",
    )


def test_a_result_has_what_the_review_found(program: Programs, services: Services) -> None:
    """The rows of an export would hold less than the page of the class."""
    lin, wei = program("lin"), program("wei")
    name = lin.call_to_the_end()
    assert services[Attempts].findings([services[Attempts].find(name).id]) == {}
    for _ in range(600):
        (row,) = wei.get("/api/v1/results").json()["results"]
        if row["review"] != "working":
            break
        assert (row["accuracy"], row["faults"], row["scores"]["rehearsal"]) == (None, None, None)
        time.sleep(0.1)
    assert row["review"] == "done"
    outcome = lin.get(f"/api/v1/attempts/{name}/outcome").json()
    assert row["accuracy"] == outcome["accuracy"]
    assert row["accuracy"] is not None
    assert row["scores"] == outcome["scores"]
    grades = [reply["grade"] for reply in outcome["replies"]]
    assert row["faults"] == sum(grade in ("inaccuracy", "mistake", "blunder") for grade in grades)


@pytest.mark.parametrize("path", ["/api/v1/results", "/api/v1/attempts"])
@pytest.mark.parametrize("limit", [1, 2, 7, 30, 200])
def test_pages_have_every_attempt_once(
    program: Programs, services: Services, person: People, path: str, limit: int
) -> None:
    """A program that reads page by page would miss some: many are begun in the same moment of a lesson."""
    lin, moment = person("lin"), datetime(2026, 11, 1, 9, tzinfo=UTC)
    for number in range(30):
        begun(services, lin, f"n{number:02}", moment + timedelta(milliseconds=number // 25))
    begun(services, person("bo"), "bo-s", moment)
    reader = program("hua" if path.endswith("results") else "lin")
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = reader.get(path, params={"limit": limit, **after}).json()
        rows = page.get("results") or page.get("attempts")
        seen += [row.get("attempt") or row["name"] for row in rows]
        if page["next"] is None:
            break
        assert len(rows) == limit
        after = {"after": page["next"]}
    assert sorted(seen) == [f"n{number:02}" for number in range(30)]
    assert seen == [one.name for one in services[Attempts].summaries(person=lin.id)]
    for name in ("bo-s", "nobody"):
        assert code(reader.get(path, params={"after": name})) == (404, "not-found")


def test_cases_are_assigned_and_taken_back(program: Programs, services: Services, person: People) -> None:
    """A learning platform could not give anything out."""
    hua, lin = program("hua"), program("lin")
    team = person("lin").team
    made = hua.post(
        "/api/v1/assignments", json={"case": CASE, "team": team, "due": "2026-11-30", "note": "Calmly"}
    )
    assert made.status_code == 201
    told = made.json()
    assert (told["team"], told["person"], told["due"], told["by"]) == (
        team,
        None,
        "2026-11-30",
        person("hua").id,
    )
    to_lin = hua.post("/api/v1/assignments", json={"case": "ac-remote", "person": person("lin").id}).json()
    assert hua.get("/api/v1/assignments").json()["assignments"] == [told, to_lin]
    tasks = lin.get("/api/v1/me/tasks").json()["tasks"]
    assert [(task["assignment"], task["done"]) for task in tasks] == [
        (told["id"], False),
        (to_lin["id"], False),
    ]
    for _ in range(3):
        lin.call_to_the_end()
    tasks = lin.get("/api/v1/me/tasks").json()["tasks"]
    assert [(task["assignment"], task["done"], task["calls"], task["won"]) for task in tasks] == [
        (to_lin["id"], False, 0, False),
        (told["id"], True, 3, False),
    ]
    assert hua.delete(f"/api/v1/assignments/{to_lin['id']}").status_code == 204
    assert code(hua.delete(f"/api/v1/assignments/{to_lin['id']}")) == (404, "no-such-assignment")
    assert [one.id for one in services[Assignments].all()] == [told["id"]]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"case": CASE}, (422, "invalid")),
        ({"case": CASE, "person": 1, "team": 1}, (422, "invalid")),
        ({"case": CASE, "team": 1, "due": "2026-02-30"}, (422, "invalid")),
        ({"case": CASE, "team": 1, "due": 1764460800}, (422, "invalid")),
        ({"case": CASE, "team": 1, "due": "20261130"}, (422, "invalid")),
        ({"case": "no-such-case", "team": 1}, (404, "no-such-case")),
        ({"case": "../../etc", "team": 1}, (422, "invalid")),
        ({"case": CASE, "team": 99}, (404, "not-found")),
        ({"case": CASE, "team": 1, "note": "\u0000"}, (422, "unusable-text")),
    ],
)
def test_what_cannot_be_assigned_is_refused(
    program: Programs, services: Services, sent: dict[str, Any], expected: tuple[int, str]
) -> None:
    """An assignment for nobody, or on no day, would be kept."""
    assert code(program("wei").post("/api/v1/assignments", json=sent)) == expected
    assert services[Assignments].all() == []


def test_a_lead_assigns_in_the_own_teams_only(program: Programs, services: Services, person: People) -> None:
    """Somebody would get work from a lead who is not theirs, or lose what another has given them."""
    hua, wei, bo = program("hua"), program("wei"), person("bo").id
    for sent in ({"case": CASE, "person": bo}, {"case": CASE, "person": 999}):
        assert code(hua.post("/api/v1/assignments", json=sent)) == (404, "not-found")
    others = wei.post("/api/v1/assignments", json={"case": CASE, "person": bo}).json()
    assert hua.get("/api/v1/assignments").json()["assignments"] == []
    assert code(hua.delete(f"/api/v1/assignments/{others['id']}")) == (404, "no-such-assignment")
    assert [one.id for one in services[Assignments].all()] == [others["id"]]
    assert code(hua.get("/api/v1/assignments", params={"team": 99})) == (404, "not-found")


def test_teams_and_members_are_those_one_watches(
    program: Programs, services: Services, person: People
) -> None:
    """A lead would learn who else works here."""
    services[KeptPeople].add_team("Other", by=None, now=now())
    for name, teams, members in (
        ("hua", ["Airline"], {"lin", "hua"}),
        ("wei", ["Airline", "Other"], {"lin", "bo", "wei", "hua", "root"}),
    ):
        caller = program(name)
        assert [team["name"] for team in caller.get("/api/v1/teams").json()["teams"]] == teams
        seen = {one["id"] for one in caller.get("/api/v1/members").json()["people"]}
        assert seen == {person(one).id for one in members}
    team = person("lin").team
    seen = {
        one["id"] for one in program("wei").get("/api/v1/members", params={"team": team}).json()["people"]
    }
    assert seen == {person("lin").id, person("hua").id}


def test_cases_are_the_published_ones_in_the_language_asked_for(
    program: Programs, services: Services, person: People
) -> None:
    """A program would offer what nobody can begin."""
    lin = program("lin")
    cases = lin.get("/api/v1/cases", headers={"Accept-Language": "zh"}).json()["cases"]
    assert [(case["id"], case["language"]) for case in cases] == [("ac-remote", "zh"), (CASE, "zh")]
    english = lin.get("/api/v1/cases").json()["cases"]
    assert {case["language"] for case in english} == {"en"}
    assert english[1]["title"] != cases[1]["title"]
    services[Library].withdraw(CASE, person("root").id, now())
    assert [case["id"] for case in lin.get("/api/v1/cases").json()["cases"]] == ["ac-remote"]
