"""Hostile files over the real routes: zips that lead out, that burst, that never end; lists of people too."""

import io
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from simulator.app.app import routes
from simulator.library.library import Library
from simulator.library.uploads import MOST_UPLOAD
from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.conftest import SMALL_CASE

CASE = (SMALL_CASE / "case.yaml").read_bytes()
HUNDRED_MB = 100_000_000
LARGE = 5_000_000
PIECE = b"x" * 500_000


@pytest.fixture
def trainer(client: Callable[[str], Browser]) -> Browser:
    """A trainer's browser."""
    return client("wei")


def zipped(*entries: tuple[str, bytes]) -> bytes:
    """A zip with these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()


def link_to(target: str) -> bytes:
    """A zip in which the case is a symbolic link."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        entry = zipfile.ZipInfo("case.yaml")
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, target)
    return data.getvalue()


def hostile_zips() -> Iterator[tuple[str, bytes]]:
    """Zips that are to be refused, with what they try."""
    for name in (
        "../evil.plan.yaml",
        "/etc/evil.plan.yaml",
        "..\\evil.plan.yaml",
        "a/../../evil.plan.yaml",
        "C:\\evil.plan.yaml",
    ):
        yield name, zipped(("case.yaml", CASE), (name, b"moves: []"))
    yield "a link", link_to("/etc/passwd")
    yield "a bomb in the case", zipped(("case.yaml", CASE + b"#" * 30_000_000))
    yield "a bomb in a recording", zipped(("case.yaml", CASE), ("audio/a.mp3", b"\0" * 25_000_000))
    yield (
        "many bombs",
        zipped(("case.yaml", CASE), *((f"{n}.plan.yaml", b"#" * 1_000_000) for n in range(60))),
    )
    yield "a zip in a zip", zipped(("case.yaml", zipped(("case.yaml", CASE))), ("case.yaml/x", b""))
    yield "many files", zipped(("case.yaml", CASE), *((f"{n}.txt", b"") for n in range(5000)))
    yield "half a zip", zipped(("case.yaml", CASE))[:-30]
    yield "no zip", b"PK\x03\x04" + b"x" * 1000
    yield "nothing", b""
    yield "names that end early", zipped(("case.yaml", CASE), ("evil\0.plan.yaml", b""))


def test_no_zip_writes_or_reads_where_it_should_not(
    trainer: Browser, services: Services, tmp_path: Path
) -> None:
    """A zip from anywhere would write over the server's files, read them, or fill its memory and disk."""
    token = {"X-CSRF-Token": trainer.csrf()}
    before = files_below(tmp_path)
    for tries, data in hostile_zips():
        answer = trainer.post("/cases/upload", files={"zip": ("case.zip", data)}, headers=token)
        assert answer.status_code in (200, 422), tries
        if answer.status_code == 200:  # what cannot hurt is left out, and the page says so
            assert "was left out" in answer.text, tries
        assert "root:" not in answer.text, tries
    new = {path.name for path in files_below(tmp_path) - before}
    assert new <= {"desk.sqlite-wal", "desk.sqlite-shm", "case.yaml", *bundled_names(services)}
    assert not Path("/etc/evil.plan.yaml").exists()


def files_below(folder: Path) -> set[Path]:
    """All files in a folder."""
    return {path for path in folder.rglob("*") if path.is_file()}


def bundled_names(services: Services) -> set[str]:
    """The files of the bundled cases, which are unpacked when they are first looked at."""
    bundles = [entry.bundle for entry in services[Library].all() if entry.bundle is not None]
    return {name for bundle in bundles for name in services[Library].files(bundle)}


def test_a_hundred_megabytes_are_refused_wherever_they_are_sent(client: Callable[[str], Browser]) -> None:
    """Anybody's form would fill the memory, or the disk with what is spooled to it."""
    root = client("root")
    headers = {"Content-Type": "multipart/form-data; boundary=x", "X-CSRF-Token": root.csrf()}
    for route in routes():
        if not isinstance(route, Route) or "POST" not in (route.methods or ()):
            continue
        path = re.sub(r"{[^}]*}", "1", route.path)
        announced = root.post(path, content=b"x", headers=headers | {"Content-Length": str(HUNDRED_MB)})
        assert announced.status_code == 413, path
        # and where the header does not say how much is coming
        size = MOST_UPLOAD + 2_000_000 if "upload" in path or "import" in path else LARGE
        assert root.post(path, content=pieces(size), headers=headers).status_code == 413, path


def pieces(size: int) -> Iterator[bytes]:
    """A form with a file of so many bytes, piece by piece."""
    yield b'--x\r\nContent-Disposition: form-data; name="zip"; filename="a.zip"\r\n\r\n'
    for _ in range(0, size, len(PIECE)):
        yield PIECE


def test_a_list_of_people_cannot_burst(client: Callable[[str], Browser]) -> None:
    """A spreadsheet is a zip of XML: it can hold gigabytes of nothing, or words that multiply."""
    root = client("root")
    token = {"X-CSRF-Token": root.csrf()}
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laugh = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>'.encode()
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'
    for content in (laugh, outside, b" " * 60_000_000):
        parts = [
            ("[Content_Types].xml", content),
            ("xl/workbook.xml", content),
            ("xl/worksheets/sheet1.xml", content),
        ]
        answer = root.post("/people/import", files={"list": ("people.xlsx", zipped(*parts))}, headers=token)
        assert answer.status_code == 422, content[:60]
        assert "root:" not in answer.text


def test_names_of_files_are_only_words(trainer: Browser) -> None:
    """A file's name is shown on the page about it, and becomes a case's id."""
    script = "<script>alert(1)</script>"
    token = {"X-CSRF-Token": trainer.csrf()}
    faulty = CASE.replace(b"id: late-parcel", b"id: [")
    sent = [
        {"zip": (f"{script}.zip", zipped(("case.yaml", faulty)))},
        {"zip": ("a.zip", zipped(("case.yaml", CASE), (f"{script}.txt", b""), (f"{script}.yaml", b"")))},
        {"files": (f"{script}/case.yaml", faulty)},
        {"files": (f"x/{script}.yaml", CASE)},
        {"zip": ("a.zip", zipped((f"../{script}.yaml", b"")))},
    ]
    for files in sent:
        answer = trainer.post("/cases/upload", files=files, headers=token)
        assert answer.status_code in (200, 422)
        assert script not in answer.text
