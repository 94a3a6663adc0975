"""docs/api.md and docs/openapi.json: every example runs, every table is what the desk does."""

import json
import re
import shlex
from collections.abc import Callable, Iterator

import pytest

from simulator.app.api import ROUTERS
from simulator.text.refusal import Refusal
from simulator.web.api.failures import api_status_of
from simulator.web.api.gate import MOST_BYTES
from simulator.web.errors import code_of
from tests.app.conftest import Browser
from tests.docs.examples import DOCS, page, tables
from tests.golden import Golden

from .conftest import Program
from .test_access import operations, permissions

OPENAPI = DOCS / "openapi.json"
PAGES = {language: page("api", language) for language in ("en", "zh")}
BY_HTTP = {"unreadable": 400, "not-found": 404, "method-not-allowed": 405, "invalid": 422, "fault": 500}
"""The codes that no refusal of ours has, or that stand for more than one."""


def test_the_copy_of_the_document_is_the_one_that_is_served(anonymous: Browser, golden: Golden) -> None:
    """A program would be written after another API."""
    golden.check_json(OPENAPI, anonymous.get("/api/openapi.json").json(), indent=1)


def test_everything_in_the_document_is_explained(anonymous: Browser) -> None:
    """An operation or an object without a sentence leaves whoever uses it guessing."""
    document = anonymous.get("/api/openapi.json").json()
    assert [
        name for name, schema in document["components"]["schemas"].items() if not schema.get("description")
    ] == []
    calls = [operation for path in document["paths"].values() for operation in path.values()]
    assert [call["operationId"] for call in calls if not call.get("description")] == []
    assert {tag for call in calls for tag in call["tags"]} == {tag["name"] for tag in document["tags"]}
    assert all(call["security"] == [{"token": []}] for call in calls)
    assert len(ROUTERS) == len(document["tags"])


def commands(language: str) -> Iterator[tuple[str, str]]:
    """The commands of a page, each with the answer that the page shows."""
    for block in re.findall(
        r"^```console\n(.*?)^```$", PAGES[language].read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        for command, answer in re.findall(r"^\$ ((?:.*\\\n)*.*)\n([^$].*)$", block, re.MULTILINE):
            yield command.replace("\\\n", " "), answer


@pytest.mark.parametrize("language", PAGES)
def test_every_example_gives_what_the_page_shows(language: str, program: Callable[[str], Program]) -> None:
    """Whoever tries the page out would meet something else."""
    lin, root, hua = program("lin"), program("root"), program("hua")
    known = {
        "DESK": "",
        "TOKEN": lin.token,
        "ADMIN": root.token,
        "LEAD": hua.token,
        "ATTEMPT": "",
        "REPLY": "",
    }
    found = list(commands(language))
    assert len(found) == {"en": 11, "zh": 1}[language]
    assert sum(line.startswith("$ ") for line in PAGES[language].read_text("utf-8").splitlines()) == len(
        found
    )
    for command, shown in found:
        answer = curl(command, known, lin)
        pattern = ".*".join(re.escape(part) for part in shown.split("…"))
        assert re.fullmatch(pattern, answer), (command, answer)
        data = json.loads(answer)
        if "rehearsal" in data:
            known |= {"ATTEMPT": data["name"], "REPLY": data["rehearsal"]["replies"][0]["reply"]}


def curl(command: str, known: dict[str, str], client: Program) -> str:
    """What curl would print, of those of its options that the page uses."""
    words = iter(shlex.split(re.sub(r"\$([A-Z]+)", lambda match: known[match[1]], command)))
    assert next(words) == "curl"
    method, headers, body, url = "GET", {"Accept-Language": "en"}, None, ""
    for word in words:
        match word:
            case "-s":
                pass
            case "-X":
                method = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-d":
                body = next(words)
            case _:
                url = word
    assert "Content-Type" in headers or body is None
    return client.request(method, url, headers=headers, content=body).text


def test_the_table_has_every_operation_and_its_permission() -> None:
    """One that is missing is not found; a wrong permission is a wrong token."""
    rows = tables(PAGES["en"])["method"]
    told = {(row[0], row[1].strip("`"), row[2]) for row in rows}
    real = {
        (method, route.path, permissions(route)[0].value)
        for route in operations()
        for method in route.methods or ()
    }
    assert told == real
    assert len(rows) == len(real)


def test_the_moves_of_the_table_are_taken(program: Callable[[str], Program]) -> None:
    """A move that is refused as unknown would be a slip of the page."""
    lin = program("lin")
    play = lin.begin()
    written = [move for row in tables(PAGES["en"])["a move"] for move in re.findall(r"`(\{.*?\})`", row[0])]
    assert len(written) == 8
    for move in map(json.loads, written):
        answer = lin.move(play, **move)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not-offered"), move


def test_the_codes_of_the_table_are_real() -> None:
    """A program would wait for a code that never comes."""
    made = [kind.__new__(kind) for kind in kinds(Refusal)]
    real = {code_of(refusal): api_status_of(refusal) for refusal in made} | BY_HTTP
    rows = tables(PAGES["en"])["code"]
    assert {row[0].strip("`"): int(row[1]) for row in rows} == {
        name: real.get(name) for name in (row[0].strip("`") for row in rows)
    }
    assert len(rows) > 20


@pytest.mark.parametrize("language", PAGES)
def test_limits(language: str) -> None:
    """The page would name another limit than the one that counts."""
    assert f"{MOST_BYTES // 1024} kB" in PAGES[language].read_text("utf-8")


def kinds(base: type[Refusal]) -> Iterator[type[Refusal]]:
    """All kinds of refusals."""
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)
