"""Files of a case edited in the browser: nothing typed is lost, and problems are found where they are."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from simulator.authoring import background
from simulator.library.bundles import MOST_TEXT
from simulator.library.library import Library
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .writing import draft, edited, opened, text_of

CASE = "ticket-rebooking"


@pytest.fixture
def trainer(client: Callable[[str], Browser]) -> Browser:
    """A browser of the trainer, with a case of their own."""
    browser = client("wei")
    assert browser.post_form("/cases/new", {"id": "late-parcel", "language": "en"}).status_code == 200
    return browser


def asked(browser: Browser, address: str, data: object) -> dict[str, Any]:
    """What the editor is told."""
    headers = {
        "X-CSRF-Token": browser.csrf(),
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    answer = browser.post(address, content=json.dumps(data), headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_text_comes_back_as_it_was(trainer: Browser, services: Services) -> None:
    """A file would change by being opened and saved: its first line, its marks, its line ends."""
    text = "\n\n# “quoted” <b> & 'x' \u200f right to left \u00a0\n" + text_of(
        services, "late-parcel", "case.yaml"
    )
    edited(trainer, services, "late-parcel", "case.yaml", lambda _: text)
    assert opened(trainer, "late-parcel", "case.yaml")[0] == text
    revision = services[Library].entry("late-parcel").revision
    edited(trainer, services, "late-parcel", "case.yaml", lambda same: same)
    assert services[Library].entry("late-parcel").revision == revision


def test_errors_are_saved_and_located(trainer: Browser, services: Services) -> None:
    """A trainer would lose an evening's work because of a misspelt key, or not find it."""
    edited(
        trainer,
        services,
        "late-parcel",
        "case.yaml",
        lambda text: text.replace("language: en", "langauge: en", 1),
    )
    page = trainer.get("/cases/late-parcel/edit/case.yaml").text
    line = text_of(services, "late-parcel", "case.yaml").splitlines().index("langauge: en") + 1
    assert f'data-goto="{line}:1"' in page
    assert "Did you mean “language”?" in page


def test_two_trainers(trainer: Browser, client: Callable[[str], Browser], services: Services) -> None:
    """Whoever saves second would overwrite the first without knowing it, or lose what they typed."""
    mine, mark = opened(trainer, "late-parcel", "case.yaml")
    edited(client("root"), services, "late-parcel", "case.yaml", lambda text: text + "\n# theirs\n")
    answer = trainer.post_form(
        "/cases/late-parcel/edit/case.yaml", {"text": mine + "\n# mine\n", "mark": mark, "action": "save"}
    )
    assert answer.status_code == 409
    assert "# mine" in answer.text
    assert "# theirs" in answer.text
    assert text_of(services, "late-parcel", "case.yaml").endswith("# theirs\n")
    # saved again, now knowing of the other
    again = answer.text.partition('name="mark" value="')[2].partition('"')[0]
    both = mine + "\n# theirs\n# mine\n"
    trainer.post_form("/cases/late-parcel/edit/case.yaml", {"text": both, "mark": again, "action": "save"})
    assert text_of(services, "late-parcel", "case.yaml") == both


def test_two_files_at_once(trainer: Browser, client: Callable[[str], Browser], services: Services) -> None:
    """Two trainers who change different files would be in each other's way."""
    mine, mark = opened(trainer, "late-parcel", "case.yaml")
    edited(client("root"), services, "late-parcel", "best.plan.yaml", lambda text: text + "\n# theirs\n")
    data = {"text": mine + "\n# mine\n", "mark": mark, "action": "save"}
    assert trainer.post_form("/cases/late-parcel/edit/case.yaml", data).status_code == 200
    assert text_of(services, "late-parcel", "case.yaml").endswith("# mine\n")
    assert text_of(services, "late-parcel", "best.plan.yaml").endswith("# theirs\n")


def test_file_removed_meanwhile(
    trainer: Browser, client: Callable[[str], Browser], services: Services
) -> None:
    """A text would be lost because its file was removed while it was being typed."""
    text, mark = opened(trainer, "late-parcel", "best.plan.yaml")
    client("root").post_form("/cases/late-parcel/remove/best.plan.yaml")
    assert "best.plan.yaml" not in services[Library].files(services[Library].entry("late-parcel").draft or "")
    data = {"text": text + "# mine\n", "mark": mark, "action": "save"}
    answer = trainer.post_form("/cases/late-parcel/edit/best.plan.yaml", data)
    assert answer.status_code == 409
    assert "# mine" in answer.text


def test_published_case_is_not_changed_by_a_draft(trainer: Browser, services: Services) -> None:
    """Trainees would play what a trainer has only half written."""
    bundle = services[Library].entry(CASE).bundle
    edited(trainer, services, CASE, "case.yaml", lambda text: text + "\n# a thought\n")
    assert services[Library].entry(CASE).bundle == bundle


def test_too_large_a_text(trainer: Browser, services: Services) -> None:
    """A text that is too large to keep would be lost without a word, or fail the server."""
    _, mark = opened(trainer, "late-parcel", "case.yaml")
    for size, status in ((MOST_TEXT + 1, 422), (4 * MOST_TEXT + 1, 413)):
        data = {"text": "x" * size, "mark": mark, "action": "save"}
        answer = trainer.post_form("/cases/late-parcel/edit/case.yaml", data)
        assert answer.status_code == status
    assert services[Library].entry("late-parcel").revision == 1


def test_live_problems(trainer: Browser) -> None:
    """The editor would mark another place than the fault's, or keep silent about other files."""
    found = asked(
        trainer,
        "/cases/late-parcel/problems",
        {"file": "best.plan.yaml", "text": "moves:\n  - no such move\n"},
    )
    (problem,) = found["problems"]
    assert (problem["line"], problem["column"], problem["severity"]) == (2, 5, "error")
    assert problem["end_column"] == 7
    text, _ = opened(trainer, "late-parcel", "case.yaml")
    changed = text.replace("title: ", "title: Another ", 1)
    found = asked(trainer, "/cases/late-parcel/problems", {"file": "case.yaml", "text": changed})
    assert found["problems"] == []
    (stale,) = found["elsewhere"]
    assert (stale["rule"], stale["file"]) == ("translation-stale", "case.zh.yaml")
    assert stale["address"] == f"/cases/late-parcel/edit/case.zh.yaml?at={stale['line']}:{stale['column']}"
    assert trainer.get(stale["address"]).status_code == 200


def test_other_files_have_a_place_before_they_have_problems(trainer: Browser) -> None:
    """The script would have nowhere to put what changes while one types, or an empty heading would be shown."""
    page = trainer.get("/cases/late-parcel/edit/case.yaml").text
    assert '<div data-elsewhere="text" hidden>' in page
    assert re.search(r'<p [^>]*data-stopped="text" hidden></p>', page)


def test_deep_problems(trainer: Browser) -> None:
    """What only the solver finds would not be told in the editor."""
    text, _ = opened(trainer, "late-parcel", "case.yaml")
    changed = text + "\noutcome: {bar: 100}\n"
    quick = asked(trainer, "/cases/late-parcel/problems", {"file": "case.yaml", "text": changed})
    deep = asked(trainer, "/cases/late-parcel/problems?deep=1", {"file": "case.yaml", "text": changed})
    rules = {one["rule"] for one in deep["problems"]} - {one["rule"] for one in quick["problems"]}
    assert "no-win-win" in rules
    data = {"text": changed, "mark": "", "action": "check"}
    page = trainer.post_form("/cases/late-parcel/edit/case.yaml", data).text
    assert "/rules/no-win-win" in page


def test_broken_translation(trainer: Browser, client: Callable[[str], Browser], services: Services) -> None:
    """A translation that cannot be read would take its case's pages with it, for those who read that language."""
    edited(trainer, services, "late-parcel", "case.zh.yaml", lambda _: "translates: [\n")
    trainer.post_form("/language", {"language": "zh", "next": "/cases"}, follow_redirects=False)
    for page in ("", "/problems", "/graph", "/try", "/edit/case.zh.yaml", "/edit/case.yaml"):
        assert trainer.get(f"/cases/late-parcel{page}").status_code == 200, page
    assert trainer.get("/cases").status_code == 200
    assert trainer.post_form("/cases/late-parcel/files", {"kind": "zh"}).status_code == 422


def test_solver_is_stopped(trainer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that is too large for the solver would hold the server for minutes."""
    monkeypatch.setattr(background, "SECONDS", 0.01)
    page = trainer.get(f"/cases/{CASE}/problems")
    assert page.status_code == 200
    assert "takes too long" in page.text
    assert "takes too long" in trainer.get(f"/cases/{CASE}/figures").text


def test_hostile_checks(trainer: Browser) -> None:
    """A made-up or hostile text would fail the server."""
    texts = [
        "", "\0", "\ud800", "[" * 100_000, "a: &a [" + "*a, " * 1000 + "]", "- " * 50_000, "{" * 5000, "\ufeff",
        "id: [1, 2]\ntitle: {a: b}", "id: ../../etc\nlanguage: en", "x" * 500_000, "? [a]\n: b", "%YAML 9.9\n---\n",
        "!!python/object/apply:os.system ['true']", "\u2028\u2029\x85", "id: late-parcel\n" * 10_000,
    ]  # fmt: skip
    for text in texts:
        for file in ("case.yaml", "case.zh.yaml", "best.plan.yaml"):
            found = asked(trainer, "/cases/late-parcel/problems", {"file": file, "text": text})
            assert isinstance(found["problems"], list)
        data = {"text": text.encode("utf-8", "replace").decode(), "mark": "", "action": "check"}
        answer = trainer.post_form("/cases/late-parcel/edit/case.yaml", data)
        assert answer.status_code in ((400,) if "\0" in text else (200, 422))


@pytest.mark.parametrize("deep", ["", "?deep=1"])
def test_what_is_no_question(trainer: Browser, deep: str) -> None:
    """A program that asks nonsense would fail the server."""
    for data in (
        {}, {"file": "case.yaml"}, {"file": 1, "text": ""}, {"file": "case.yaml", "text": None}, {"file": "a/../b", "text": ""},
        {"file": "audio/x.mp3", "text": ""}, {"file": "../case.yaml", "text": ""}, {"file": ["case.yaml"], "text": {}},
    ):  # fmt: skip
        answer = trainer.post(
            f"/cases/late-parcel/problems{deep}", json=data, headers={"X-CSRF-Token": trainer.csrf()}
        )
        assert answer.status_code == 400
    forged = trainer.post("/cases/late-parcel/problems", json={"file": "case.yaml", "text": ""})
    assert forged.status_code == 403


def test_binary_in_a_draft(trainer: Browser, services: Services) -> None:
    """A file that no page can hold would be ruined by opening it, or fail the page."""
    for number, junk in enumerate((b"\xff\xfe\x00junk", b"id: x\x07\n", bytes(range(256)) * 10)):
        draft(services, f"junk-{number}", {"case.yaml": junk})
        for page in ("", "/problems", "/graph"):
            assert trainer.get(f"/cases/junk-{number}{page}").status_code in (200, 422)
        answer = trainer.get(f"/cases/junk-{number}/edit/case.yaml")
        assert answer.status_code == 422
        assert "cannot show" in answer.text
        data = {"text": "", "mark": "", "action": "save"}
        assert trainer.post_form(f"/cases/junk-{number}/edit/case.yaml", data).status_code == 409


def test_translation(trainer: Browser, services: Services) -> None:
    """A translation could not be begun or brought up to date in the browser, or would lose its texts."""
    trainer.post_form("/cases/late-parcel/remove/case.zh.yaml")
    page = trainer.post_form("/cases/late-parcel/files", {"kind": "zh"})
    assert page.status_code == 200
    begun = text_of(services, "late-parcel", "case.zh.yaml")
    assert "zh:\n" in begun
    edited(
        trainer,
        services,
        "late-parcel",
        "case.zh.yaml",
        lambda text: "# by hand\n" + text.replace("zh:\n", "zh: 译文\n", 1),
    )
    edited(
        trainer,
        services,
        "late-parcel",
        "case.yaml",
        lambda text: text.replace("summary: ", "summary: Now ", 1),
    )
    trainer.post_form("/cases/late-parcel/files", {"kind": "zh"})
    renewed = text_of(services, "late-parcel", "case.zh.yaml")
    assert renewed.startswith("# by hand\n")
    assert renewed.count("zh: 译文") == 1
    own = trainer.post_form("/cases/late-parcel/files", {"kind": "en"})
    assert own.status_code == 422


def test_what_is_still_to_be_translated(
    trainer: Browser, client: Callable[[str], Browser], services: Services
) -> None:
    """An author would read “Saved.”, publish, and have trainees read what the case does not say any more."""
    complete = trainer.post_form("/cases/late-parcel/files", {"kind": "zh"}).text
    assert "Every text is translated" in complete
    assert "not up to date" not in trainer.get("/cases/late-parcel").text
    edited(
        trainer, services, "late-parcel", "case.yaml", lambda text: text.replace("title: ", "title: New ", 1)
    )
    answer = trainer.post_form("/cases/late-parcel/files", {"kind": "zh"}, follow_redirects=False)
    place = re.search(r"\?at=(\d+):\d+$", answer.headers["location"])
    assert place
    lines = text_of(services, "late-parcel", "case.zh.yaml").split("\n")
    assert lines[int(place[1]) - 1].strip() == "title:"
    assert "still to be translated" in trainer.get(answer.headers["location"]).text
    page = trainer.get("/cases/late-parcel").text
    assert "One text of the Chinese translation is not up to date" in page
    assert "Not translated: 0. Changed since: 1." in page
    assert f'href="/cases/late-parcel/edit/case.zh.yaml?at={place[1]}:' in page
    trainer.post_form(
        "/cases/late-parcel/publish", {"revision": services[Library].entry("late-parcel").revision}
    )
    english, chinese = (
        services[Library].case(services[Library].entry("late-parcel").bundle or "", one)
        for one in ("en", "zh")
    )
    assert chinese.title == english.title
    assert chinese.summary != english.summary


def test_plans(trainer: Browser, services: Services) -> None:
    """A plan could not be added, or under a name that leads elsewhere."""
    page = trainer.post_form("/cases/late-parcel/files", {"kind": "plan", "name": "worst"})
    assert page.status_code == 200
    assert "worst.plan.yaml" in page.text
    for name in ("", "../up", "a/b", "x" * 200, "a\0b", ".plan.yaml"):
        answer = trainer.post_form("/cases/late-parcel/files", {"kind": "plan", "name": name})
        assert answer.status_code == (400 if "\0" in name else 422), name
    names = set(services[Library].files(services[Library].entry("late-parcel").draft or ""))
    assert names == {"case.yaml", "case.zh.yaml", "best.plan.yaml", "worst.plan.yaml"}


def test_recordings_are_there_for_the_checker(trainer: Browser, services: Services) -> None:
    """A recording that is in the case would be called missing while its text is being edited."""
    files = dict(services[Library].files(services[Library].entry("late-parcel").draft or ""))
    text = files["case.yaml"].decode().replace("replay:\n", "replay:\n  audio: audio/call.mp3\n", 1)
    files |= {"case.yaml": text.encode(), "audio/call.mp3": b"ID3 sound"}
    services[Library].save_draft("late-parcel", files, 1, None, now())
    found = asked(trainer, "/cases/late-parcel/problems", {"file": "case.yaml", "text": text})
    assert [one for one in found["problems"] if one["rule"] == "audio"] == []
    trainer.post_form("/cases/late-parcel/remove/audio/call.mp3")
    found = asked(trainer, "/cases/late-parcel/problems", {"file": "case.yaml", "text": text})
    assert [one["rule"] for one in found["problems"]] == ["audio"]


def test_clauses_of_the_desks_policies(trainer: Browser, services: Services) -> None:
    """An author at the desk could cite a clause that is not there, and nobody would list the case by it."""
    text = text_of(services, "late-parcel", "case.yaml")
    cited = {"file": "case.yaml", "text": f"cites: [rebooking/fees, elsewhere/x]\n{text}"}
    for address in ("/cases/late-parcel/problems", "/cases/late-parcel/problems?deep=1"):
        found = asked(trainer, address, cited)["problems"]
        assert isinstance(found, list)
        assert [(p["line"], p["column"]) for p in found if p["rule"] == "clause-unknown"] == [(1, 9)]
    edited(trainer, services, "late-parcel", "case.yaml", lambda _: str(cited["text"]))
    assert (
        "has no clause “fees”. Did you mean “fee”?" in trainer.get("/cases/late-parcel/edit/case.yaml").text
    )
    assert "has no clause “fees”" in trainer.get("/cases/late-parcel/problems").text
