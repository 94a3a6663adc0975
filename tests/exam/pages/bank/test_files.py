"""The bank's files: edited with their problems, published, restored, uploaded, brought in and taken out."""

import io
import json
import zipfile
from collections.abc import Callable

from simulator.exam.storage.banks import Banks
from simulator.library.uploads import write_zip
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .writing import FILES, POLICY_FILE, QUESTIONS_FILE, held, opened, saved, words


def asked(browser: Browser, address: str, data: object) -> dict[str, list[dict[str, object]]]:
    """What the editor is told."""
    headers = {"X-CSRF-Token": browser.csrf(), "Content-Type": "application/json"}
    answer = browser.post(address, content=json.dumps(data), headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, list[dict[str, object]]] = answer.json()
    return found


def test_a_rule_changes(trainer: Browser, services: Services) -> None:
    """An author could not key a question anew and let exams be set from it."""
    before = services[Banks].current()
    saved(trainer, "questions/stale.yaml", "key: {v1: h24}", "key: {v1: h24, v2: h48}")
    draft = services[Banks].draft()
    assert draft is not None
    assert "None: every question in use has a right answer." in words(trainer.get("/bank").text)
    assert services[Banks].current() == before
    form = {"note": "a key for August", "revision": str(draft.revision)}
    page = trainer.post_form("/bank/publish", form)
    assert "Published. New exams are set from this version." in page.text
    current = services[Banks].current()
    assert current is not None
    assert (current.note, services[Banks].draft()) == ("a key for August", None)
    assert "a key for August" in page.text


def test_errors_stop_publishing(trainer: Browser, services: Services) -> None:
    """A bank in which a question cites nothing would become the next exam."""
    before = services[Banks].current()
    saved(trainer, QUESTIONS_FILE, "cites: photos", "cites: photo")
    page = trainer.get("/bank/problems").text
    assert "There is no clause “photo”. Did you mean “photos”?" in page
    assert 'href="/bank/edit/questions/first.yaml?at=8:12"' in page
    # the pages go on with what is published, and say so
    assert "Until they are fixed, you see here what is published." in words(trainer.get("/bank").text)
    draft = services[Banks].draft()
    assert draft is not None
    answer = trainer.post_form("/bank/publish", {"revision": str(draft.revision)})
    assert (answer.status_code, services[Banks].current()) == (422, before)
    assert "This bank has errors." in answer.text


def test_problems_while_typing(reader: Browser) -> None:
    """An author would learn of a slip when it is too late, or of a flaw not at all."""
    text = FILES[QUESTIONS_FILE].decode()
    wrong = {"file": QUESTIONS_FILE, "text": text.replace("cites: photos", "cites: photo")}
    found = asked(reader, "/bank/check", wrong)
    assert [(p["line"], p["column"], p["rule"]) for p in found["problems"]] == [(8, 12, "unknown-name")]
    # flaws in the wording are for the second look, and so is what the change does elsewhere
    flawed = {"file": QUESTIONS_FILE, "text": text.replace("Take two pictures and I look", "Always look")}
    assert asked(reader, "/bank/check", flawed)["problems"] == []
    found = asked(reader, "/bank/check?deep=1", flawed)
    assert [problem["rule"] for problem in found["problems"]] == ["absolute-words"]
    assert [(p["file"], p["rule"], p["address"]) for p in found["elsewhere"]] == [
        ("questions/stale.yaml", "key-stale", "/bank/edit/questions/stale.yaml?at=13:5")
    ]


def test_ignored_with_a_reason(trainer: Browser) -> None:
    """What an author has good reason for would be told again and again."""
    saved(
        trainer,
        "questions/stale.yaml",
        "key: {v1: h24}",
        "key: {v1: h24}   # winwin: ignore key-stale - retired next week",
    )
    assert "nothing was found in how the questions are written" in trainer.get("/bank/problems").text


def test_two_authors(trainer: Browser, client: Callable[[str], Browser], services: Services) -> None:
    """Whoever saves second would overwrite the first without knowing it, or lose what they typed."""
    text, mark = opened(trainer, QUESTIONS_FILE)
    other = client("root")
    saved(other, QUESTIONS_FILE, "difficulty: 2", "difficulty: 3")
    mine = {"text": text.replace("yuan: 200", "yuan: 90"), "mark": mark, "action": "save"}
    answer = trainer.post_form(f"/bank/edit/{QUESTIONS_FILE}", mine)
    assert answer.status_code == 409
    assert "yuan: 90" in answer.text
    assert "difficulty: 3" in answer.text
    assert "yuan: 90" not in held(services, QUESTIONS_FILE)
    # another file is in nobody's way
    saved(trainer, POLICY_FILE, "desk: appliance", "desk: appliance  # seen")
    assert "difficulty: 3" in held(services, QUESTIONS_FILE)
    # what somebody has not seen they cannot publish
    assert trainer.post_form("/bank/publish", {"revision": "1"}).status_code == 409


def test_files_come_and_go(trainer: Browser, services: Services) -> None:
    """An author could not begin a policy with its questions, or take a file out."""
    for kind in ("policies", "questions"):
        answer = trainer.post_form("/bank/files", {"kind": kind, "name": "floods"})
        assert answer.url.path == f"/bank/edit/{kind}/floods.yaml"
    assert "No problems" in words(trainer.get("/bank/files").text.replace("1 warning", "No problems"))
    assert trainer.get("/bank/policies/floods").status_code == 200
    assert trainer.get("/bank/questions/floods-first").status_code == 200
    assert trainer.post_form("/bank/files", {"kind": "policies", "name": "../x"}).status_code == 422
    assert trainer.post_form("/bank/files", {"kind": "cases", "name": "x"}).status_code == 400
    trainer.post_form("/bank/remove/questions/floods.yaml")
    draft = services[Banks].draft()
    assert draft is not None
    assert set(draft.files) == {*FILES, "policies/floods.yaml"}
    assert trainer.post_form("/bank/remove/questions/floods.yaml").status_code == 404


def test_versions(trainer: Browser, services: Services) -> None:
    """A bank that was published by mistake could not be taken back, nor a draft be thrown away."""
    bundled = services[Banks].versions()[0]
    assert "Bundled with the program." in trainer.get("/bank/files").text
    page = trainer.post_form("/bank/restore/1", {"revision": "0"})
    assert "That version is the draft now." in page.text
    draft = services[Banks].draft()
    assert draft is not None
    assert draft.bundle == bundled.bundle
    assert trainer.post_form("/bank/discard", {"revision": "99"}).status_code == 409
    trainer.post_form("/bank/discard", {"revision": str(draft.revision)})
    assert services[Banks].draft() is None
    assert [trainer.get(f"/bank/restore/{number}").status_code for number in ("1", "2", "3", "x")] == [
        200, 200, 404, 404,
    ]  # fmt: skip


def test_zip_there_and_back(trainer: Browser, services: Services) -> None:
    """A bank could not be taken to another desk, or would not be the same there."""
    answer = trainer.get("/bank/download")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {name.removeprefix("bank/"): archive.read(name) for name in archive.namelist()} == FILES
    changed = FILES | {QUESTIONS_FILE: FILES[QUESTIONS_FILE].replace(b"yuan: 200", b"yuan: 7")}
    sent = write_zip(changed | {"README.md": b"hello"}, "somewhere")
    page = trainer.post_form("/bank/upload", files={"zip": ("bank.zip", sent)})
    assert "“somewhere/README.md” was left out" in page.text
    draft = services[Banks].draft()
    assert draft is not None
    assert draft.files == changed
    assert trainer.get("/bank/download?version=1").headers["Content-Disposition"].endswith('"bank-1.zip"')


def test_uploads_that_are_no_bank(reader: Browser) -> None:
    """A hostile or mistaken upload would be a fault of ours, or take the place of the bank."""
    services: Services = reader.app.state.services
    refused = {
        "no zip": b"hello",
        "no bank": write_zip({"case.yaml": b"id: x\n"}, "x"),
        "outside": write_zip({"policies/a.yaml": b"x"}, ".."),
    }
    for content in refused.values():
        answer = reader.post_form("/bank/upload", files={"zip": ("bank.zip", content)})
        assert (answer.status_code, services[Banks].draft()) == (422, None)
        assert 'id="upload-problem"' in answer.text
    assert reader.post_form("/bank/upload", {"x": "y"}).status_code == 422


def test_folder_upload(trainer: Browser, services: Services) -> None:
    """A browser's folder would not be taken for a bank."""
    parts = [("files", (f"my bank/{name}", content)) for name, content in FILES.items()]
    services[Banks].save_draft(FILES | {"questions/more.yaml": b"# nothing\n"}, None, now(), 0)
    trainer.post_form("/bank/upload", files=parts)
    draft = services[Banks].draft()
    assert draft is not None
    assert draft.files == FILES


def test_rules_about_questions_have_pages(reader: Browser) -> None:
    """The rule behind a problem of a question could not be looked up in the browser."""
    assert 'href="/rules/key-stale"' in reader.get("/bank/problems").text
    assert "Until somebody looks at it" in reader.get("/rules/key-stale").text
    assert "key-longest" in reader.get("/rules").text
