"""The trainers' pages about cases: what they show, and what becomes of a draft."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import update

from simulator.database import tables
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .writing import BROKEN, draft, edited, text_of

CASE = "ticket-rebooking"


@pytest.fixture
def trainer(client: Callable[[str], Browser]) -> Browser:
    """A browser of the trainer."""
    return client("wei")


PAGES = (
    "/cases",
    "/cases/new",
    f"/cases/{CASE}",
    f"/cases/{CASE}/problems",
    f"/cases/{CASE}/edit/case.yaml",
    f"/cases/{CASE}/edit/case.en.yaml",
    f"/cases/{CASE}/edit/whole.plan.yaml",
    f"/cases/{CASE}/graph",
    f"/cases/{CASE}/figures",
    f"/cases/{CASE}/worth",
    f"/cases/{CASE}/try",
    f"/cases/{CASE}/download",
    f"/cases/{CASE}/restore/1",
    f"/cases/{CASE}/discard",
    f"/cases/{CASE}/remove/whole.plan.yaml",
    "/rules",
    "/rules/long-reply",
    "/rules/yaml",
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_answers(trainer: Browser, language: str) -> None:
    """A trainer would come to a page that fails, or that the desk's own policy cuts up."""
    trainer.post_form("/language", {"language": language, "next": "/cases"}, follow_redirects=False)
    for path in PAGES:
        answer = trainer.get(path, follow_redirects=False)
        assert answer.status_code == 200, path
        if "download" not in path:
            found = re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", answer.text)
            assert found == [], path


@pytest.mark.parametrize("name", ["lin", "hua"])
def test_only_for_authors(client: Callable[[str], Browser], name: str) -> None:
    """A trainee could read the customers' minds, or a lead change a case."""
    browser = client(name)
    answers = {path: browser.get(path, follow_redirects=False).status_code for path in PAGES}
    assert answers == dict.fromkeys(PAGES, 403)


NOWHERE = (
    "/cases/no-such-case",
    "/cases/no-such-case/edit/case.yaml",
    "/cases/..%2f..%2fetc/edit/passwd",
    f"/cases/{CASE}/edit/nothing.plan.yaml",
    f"/cases/{CASE}/edit/..%2fcase.yaml",
    f"/cases/{CASE}/edit/secret.txt",
    f"/cases/{CASE}/remove/case.yaml",
    f"/cases/{CASE}/remove/..%2f..%2fdesk.sqlite",
    f"/cases/{CASE}/restore/99",
    f"/cases/{CASE}/restore/-1",
    f"/cases/{CASE}/restore/{'9' * 400}",
    f"/cases/{CASE}/download?version=7",
    f"/cases/{CASE}/download?version=%C2%B2",
    "/rules/no-such-rule",
    "/rules/..%2f..%2fREADME",
)


def test_what_is_not_there(trainer: Browser) -> None:
    """A made-up address would fail, or lead out of the cases."""
    answers = {path: trainer.get(path, follow_redirects=False).status_code for path in NOWHERE}
    assert answers == dict.fromkeys(NOWHERE, 404)


def test_list(trainer: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """A draft, its problems or the number of attempts would be missing in the list."""
    draft(services, "broken-case", {"case.yaml": BROKEN})
    rows = re.findall(r'<tr role="row">\s*<th scope="row".*?</tr>', trainer.get("/cases").text, re.DOTALL)
    found = {
        re.findall(r"/cases/([\w-]+)", row)[0]: " ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows
    }
    assert set(found) == {"ac-remote", "broken-case", CASE}
    assert "not published draft" in found["broken-case"]
    assert "4 errors" in found["broken-case"]
    assert "version 1 No problems 0" in found[CASE]


def test_titles_are_in_the_readers_language(trainer: Browser, services: Services) -> None:
    """A list in one language would name the cases in the other; a hostile title would break it."""
    bundle = services[Library].entry(CASE).bundle or ""
    for language in ("en", "zh"):
        trainer.post_form("/language", {"language": language, "next": "/cases"}, follow_redirects=False)
        assert f">{services[Library].case(bundle, language).title}</a>" in trainer.get("/cases").text
    odd = (("[a]", "{b: c}"), ("7", "~"), ("''", "[]"), ("{a: b}", "x"))
    for number, (title, translated) in enumerate(odd):
        files = {
            "case.yaml": f"language: [en]\ntitle: {title}\n".encode(),
            "case.en.yaml": f"texts: {{title: {translated}}}\n".encode(),
            "case.zh.yaml": b"texts: [title]\n",
        }
        draft(services, f"odd-{number}", files)
    assert trainer.get("/cases").status_code == 200


def test_link_to_the_place_of_a_problem(trainer: Browser, services: Services) -> None:
    """A located problem could not be gone to, or a made-up place would come into the page."""
    draft(services, "broken-case", {"case.yaml": BROKEN})
    assert "/cases/broken-case/edit/case.yaml?at=3:1" in trainer.get("/cases/broken-case").text
    page = trainer.get("/cases/broken-case/edit/case.yaml?at=3:1").text
    assert 'id="at" href="#text" data-goto="3:1"' in page
    for place in ("x", "3", "3:1:2", "-1:1", "1:%3Cb%3E", "9" * 50 + ":1"):
        assert 'id="at"' not in trainer.get(f"/cases/broken-case/edit/case.yaml?at={place}").text


def test_begin_publish_withdraw(trainer: Browser, services: Services) -> None:
    """A case begun from the example could not be brought to the trainees."""
    began = trainer.post_form("/cases/new", {"id": "late-parcel", "language": "zh"})
    assert began.status_code == 200
    entry = services[Library].entry("late-parcel")
    assert (entry.published, entry.draft is not None) == (None, True)
    trainer.post_form("/cases/late-parcel/publish", {"revision": entry.revision, "note": "first <b>one</b>"})
    entry = services[Library].entry("late-parcel")
    assert (entry.published, entry.draft) == (1, None)
    page = trainer.get("/cases/late-parcel").text
    assert "first &lt;b&gt;one&lt;/b&gt;" in page
    assert "Wei Min" in page
    trainer.post_form("/cases/late-parcel/withdraw")
    assert services[Library].entry("late-parcel").published is None


def test_ids_that_cannot_be(trainer: Browser, services: Services) -> None:
    """A case would get an id that is no folder's name, another's, or the address of a page."""
    for name in ("", "New", "a b", "../x", "new", "upload", "ticket-rebooking", "x" * 61, "案例"):
        answer = trainer.post_form("/cases/new", {"id": name})
        assert answer.status_code == 422, name
        assert 'id="case-id-error"' in answer.text
    assert [entry.id for entry in services[Library].all(include_drafts=True)] == ["ac-remote", CASE]


def test_errors_are_not_published(trainer: Browser, services: Services) -> None:
    """Trainees would get a case that cannot be played."""
    draft(services, "broken-case", {"case.yaml": BROKEN})
    revision = services[Library].entry("broken-case").revision
    answer = trainer.post_form("/cases/broken-case/publish", {"revision": revision})
    assert answer.status_code == 422
    assert services[Library].entry("broken-case").published is None
    page = trainer.get("/cases/broken-case").text
    assert "case.yaml:3:1" in page
    assert 'href="/rules/unknown-key"' in page


def test_foreign_id_is_not_published(trainer: Browser, services: Services) -> None:
    """A case would be published under one id and be called by another in its own file."""
    trainer.post_form("/cases/new", {"id": "late-parcel"})
    edited(
        trainer,
        services,
        "late-parcel",
        "case.yaml",
        lambda text: text.replace("id: late-parcel", "id: early-parcel"),
    )
    page = trainer.get("/cases/late-parcel").text
    assert "This says “early-parcel”" in page
    answer = trainer.post_form("/cases/late-parcel/publish", {"revision": 2})
    assert answer.status_code == 422
    assert services[Library].entry("late-parcel").published is None


def test_publishing_what_was_not_seen(trainer: Browser, services: Services) -> None:
    """A trainer would publish what somebody else has just saved."""
    trainer.post_form("/cases/new", {"id": "late-parcel"})
    seen = services[Library].entry("late-parcel").revision
    edited(trainer, services, "late-parcel", "case.yaml", lambda text: text + "\n# more\n")
    answer = trainer.post_form("/cases/late-parcel/publish", {"revision": seen})
    assert answer.status_code == 409
    assert services[Library].entry("late-parcel").published is None


def test_restore_and_discard(trainer: Browser, services: Services) -> None:
    """A trainer could not go back to an older version, or get rid of a draft."""
    before = text_of(services, CASE, "case.yaml")
    edited(trainer, services, CASE, "case.yaml", lambda text: text + "\n# second\n")
    trainer.post_form(f"/cases/{CASE}/publish", {"revision": services[Library].entry(CASE).revision})
    assert text_of(services, CASE, "case.yaml") != before
    restored = trainer.post_form(
        f"/cases/{CASE}/restore/1", {"revision": services[Library].entry(CASE).revision}
    )
    assert restored.status_code == 200
    assert text_of(services, CASE, "case.yaml") == before
    trainer.post_form(f"/cases/{CASE}/discard", {"revision": services[Library].entry(CASE).revision})
    entry = services[Library].entry(CASE)
    assert (entry.published, entry.draft) == (2, None)


def test_discarding_all(trainer: Browser, services: Services) -> None:
    """A case that was never published could not be thrown away, or leave a page that fails."""
    trainer.post_form("/cases/new", {"id": "late-parcel"})
    answer = trainer.post_form("/cases/late-parcel/discard", {"revision": 1}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases")
    assert trainer.get("/cases/late-parcel").status_code == 404


def test_download(trainer: Browser, services: Services) -> None:
    """The zip would lack files, or hold another version's."""
    first = services[Library].files(services[Library].entry(CASE).versions[0].bundle)
    edited(trainer, services, CASE, "case.yaml", lambda text: text + "\n# second\n")
    for query, files in (
        ("?version=1", first),
        ("", services[Library].files(services[Library].entry(CASE).draft or "")),
    ):
        answer = trainer.get(f"/cases/{CASE}/download{query}")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert {name.partition("/")[2]: archive.read(name) for name in archive.namelist()} == files


def test_damaged_case_does_not_hide_the_others(trainer: Browser, services: Services) -> None:
    """One bundle that is lost would make the whole list fail."""
    bundle = services[Library].entry("ac-remote").bundle
    wanted = update(tables.bundles).where(tables.bundles.c.hash == bundle).values(content=b"nothing")
    services.database.write(lambda connection: connection.execute(wanted))
    answer = trainer.get("/cases")
    assert answer.status_code == 200
    assert "ticket-rebooking" in answer.text
    assert trainer.get("/cases/ac-remote").status_code == 422


def test_graph_is_told_in_words(trainer: Browser, services: Services) -> None:
    """Who does not see the picture would not learn what leads where."""
    page = trainer.get(f"/cases/{CASE}/graph").text
    case = services[Library].case(services[Library].entry(CASE).bundle or "", "en")
    table = page[page.index('id="places-caption"') :]
    for scene in case.scenes.values():
        for move in scene.moves.values():
            assert f"<strong>{move.id}</strong>" in table
    assert 'class="case-graph"' in page


def test_broken_case_has_no_graph(trainer: Browser, services: Services) -> None:
    """A page that needs a whole case would fail for a broken one, and not say why."""
    draft(services, "broken-case", {"case.yaml": BROKEN})
    for page in ("graph", "figures", "worth", "try"):
        answer = trainer.get(f"/cases/broken-case/{page}")
        assert answer.status_code == 422
        assert "Fix them first" in answer.text


def test_hostile_texts_are_texts(trainer: Browser, services: Services) -> None:
    """A case could run a script in a trainer's browser."""
    bad = "</textarea></title><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"
    draft(
        services,
        "hostile",
        {"case.yaml": f"id: hostile\ntitle: '{bad}'\n'{bad}': 1\nlanguage: en\n".encode()},
        moment=now(),
    )
    for path in ("/cases", "/cases/hostile", "/cases/hostile/problems", "/cases/hostile/edit/case.yaml"):
        page = trainer.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "{{ 7*7 }}" in page
