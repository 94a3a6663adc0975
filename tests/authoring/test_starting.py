"""Cases that are uploaded: whole, broken or hostile, they become a draft or are refused with a reason."""

import io
import os
import zipfile
import zlib
from collections.abc import Callable

import pytest
from httpx2 import Response

from simulator.authoring import starting
from simulator.call.case.scaffold import scaffold_files
from simulator.library.library import Library
from simulator.resources import scenarios
from simulator.web.services import Services
from tests.app.conftest import Browser

from .writing import BROKEN

FILES = dict(scaffold_files("late-parcel", "en"))


@pytest.fixture
def trainer(client: Callable[[str], Browser]) -> Browser:
    """A browser of the trainer."""
    return client("wei")


def zipped(files: dict[str, bytes], **options: int) -> bytes:
    """A zip of these files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", options.get("compression", zipfile.ZIP_DEFLATED)) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def upload(browser: Browser, data: bytes, name: str = "late-parcel.zip", **fields: str) -> Response:
    """Upload a zip as the page does."""
    return browser.post_form(
        "/cases/upload", fields, files={"zip": (name, data, "application/zip")}, follow_redirects=False
    )


def drafts(services: Services) -> set[str]:
    """The cases that are drafts."""
    return {entry.id for entry in services[Library].all(include_drafts=True) if entry.draft}


@pytest.mark.parametrize("folder", ["", "late-parcel/", "some where/else/"])
def test_zip(trainer: Browser, services: Services, folder: str) -> None:
    """A case could not be brought along, or would lose files on the way."""
    answer = upload(
        trainer, zipped({folder + name: content for name, content in FILES.items()}), "any name.zip"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases/late-parcel")
    assert services[Library].files(services[Library].entry("late-parcel").draft or "") == FILES


def test_folder(trainer: Browser, services: Services) -> None:
    """A folder could not be uploaded as it is; what is not of the case would be dropped without a word."""
    sent = [("files", (f"late-parcel/{name}", content, "text/yaml")) for name, content in FILES.items()]
    sent += [
        ("files", ("late-parcel/audio/call 1.mp3", b"ID3", "audio/mpeg")),
        ("files", ("late-parcel/<b>.docx", b"x", "")),
    ]
    answer = trainer.post_form("/cases/upload", {}, files=sent, follow_redirects=False)
    assert answer.status_code == 200
    assert "&lt;b&gt;.docx” was left out" in answer.text
    assert services[Library].files(services[Library].entry("late-parcel").draft or "") == FILES | {
        "audio/call 1.mp3": b"ID3"
    }


def test_broken_case(trainer: Browser, services: Services) -> None:
    """A broken case would be refused, and its author not told what is wrong and where."""
    answer = upload(trainer, zipped({"case.yaml": BROKEN}))
    assert answer.headers["location"] == "/cases/broken-case"
    assert "case.yaml:3:1" in trainer.get("/cases/broken-case").text
    # one that cannot be read is called by its zip or its folder
    assert (
        upload(trainer, zipped({"case.yaml": b"id: [\n"}), "My Case (2).zip").headers["location"]
        == "/cases/my-case-2"
    )
    sent = [("files", ("Other Case/case.yaml", b"\xff\xfe", ""))]
    answer = trainer.post_form("/cases/upload", {}, files=sent, follow_redirects=False)
    assert answer.headers["location"] == "/cases/other-case"
    assert drafts(services) == {"broken-case", "my-case-2", "other-case"}


def test_existing_case(trainer: Browser, services: Services) -> None:
    """An upload would take the place of somebody's draft without asking."""
    assert upload(trainer, zipped(FILES)).status_code == 303
    first = services[Library].entry("late-parcel").draft
    other = FILES | {"case.yaml": FILES["case.yaml"] + b"# changed\n"}
    refused = upload(trainer, zipped(other))
    assert refused.status_code == 422
    assert "late-parcel" in refused.text
    assert services[Library].entry("late-parcel").draft == first
    assert upload(trainer, zipped(other), replace="yes").status_code == 303
    assert services[Library].files(services[Library].entry("late-parcel").draft or "") == other
    assert upload(trainer, zipped(FILES), into="late-parcel").status_code == 303
    assert services[Library].files(services[Library].entry("late-parcel").draft or "") == FILES
    assert upload(trainer, zipped(FILES), into="no-such-case").status_code == 404


def test_bundled_cases_go_through(trainer: Browser, services: Services) -> None:
    """A case that was downloaded could not be uploaded again."""
    for case in ("ac-remote", "ticket-rebooking"):
        files = {file.name: file.read_bytes() for file in (scenarios() / case).iterdir()}
        answer = upload(trainer, zipped(files), replace="yes")
        assert answer.status_code == 303
        assert services[Library].files(services[Library].entry(case).latest or "") == files


def hostile() -> dict[str, bytes]:
    """Zips that nobody means well with."""
    link = zipfile.ZipInfo("case.yaml")
    link.external_attr = 0o120777 << 16
    linked = io.BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    bomb = zipped({"case.yaml": b"\0" * (64 * 1024 * 1024)})
    good = zipped(FILES)
    return {
        "slip": zipped(FILES | {"../../evil.yaml": b"x"}),
        "absolute": zipped(FILES | {"/etc/cron.d/evil": b"x"}),
        "drive": zipped(FILES | {"C:\\evil.yaml": b"x"}),
        "backslash slip": zipped(FILES | {"..\\..\\evil.plan.yaml": b"x"}),
        "link": linked.getvalue(),
        "bomb": bomb,
        "bomb in bomb": zipped({"case.yaml": FILES["case.yaml"], "x.plan.yaml": b"a" * (64 * 1024 * 1024)}),
        "many": zipped({f"p{number}.plan.yaml": b"" for number in range(5000)}),
        "no case": zipped({"readme.txt": b"x"}),
        "two cases": zipped({"a/case.yaml": b"", "b/case.yaml": b""}),
        "cut off": good[: len(good) // 2],
        "not a zip": b"PK\x03\x04" + os.urandom(500),
        "compressed junk": zlib.compress(os.urandom(5000)),
        "empty": b"",
        "flipped": good[:40] + bytes(255 - byte for byte in good[40:90]) + good[90:],
    }


def test_hostile_uploads(trainer: Browser, services: Services) -> None:
    """A zip could write elsewhere, fill the memory, or fail the server."""
    for what, data in hostile().items():
        answer = upload(trainer, data)
        assert answer.status_code == 422, what
        assert 'id="upload-problem"' in answer.text
    assert drafts(services) == set()


def test_hostile_folders(trainer: Browser, services: Services) -> None:
    """Names that a browser would never send could lead out of the case's folder."""
    for name in ("../../evil.plan.yaml", "/etc/passwd", "late-parcel/../../x.yaml", "C:/x.plan.yaml"):
        sent = [("files", ("late-parcel/case.yaml", FILES["case.yaml"], "")), ("files", (name, b"x", ""))]
        answer = trainer.post_form("/cases/upload", {}, files=sent, follow_redirects=False)
        assert answer.status_code == 422, name
    assert trainer.post_form("/cases/upload", {}).status_code == 422
    assert trainer.post_form("/cases/upload", {"zip": "a text", "files": "another"}).status_code == 422
    assert drafts(services) == set()


def test_too_large_an_upload(trainer: Browser, services: Services) -> None:
    """An upload of 100 MB would fill the server's memory, or be answered by a failure."""
    answer = upload(trainer, b"\0" * (100 * 1024 * 1024))
    assert answer.status_code == 413
    assert "too large" in answer.text
    assert drafts(services) == set()
    assert starting.MOST_BYTES < 40 * 1024 * 1024


def test_too_many_files(trainer: Browser) -> None:
    """A folder with thousands of files, such as a home folder picked by mistake, would fail the server."""
    sent = [("files", (f"home/{number}.txt", b"", "")) for number in range(1500)]
    answer = trainer.post_form("/cases/upload", {}, files=sent)
    assert answer.status_code in (400, 422)


def test_deep_yaml(trainer: Browser) -> None:
    """A file that overruns a parser's stack would end the server."""
    for content in (b"[" * 200_000, b"- " * 200_000, b"a: " * 200_000, b"{" * 900_000):
        sent = [("files", ("deep/case.yaml", content, ""))]
        answer = trainer.post_form("/cases/upload", {"replace": "yes"}, files=sent, follow_redirects=False)
        assert answer.status_code == 303
        assert "case.yaml:1:" in trainer.get("/cases/deep").text


def test_forged_upload(trainer: Browser, services: Services) -> None:
    """Another site could make a trainer's browser upload a case."""
    answer = trainer.post("/cases/upload", files={"zip": ("a.zip", zipped(FILES), "application/zip")})
    assert answer.status_code == 403
    assert drafts(services) == set()
