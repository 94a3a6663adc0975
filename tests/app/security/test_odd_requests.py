"""Odd requests: charsets, hosts and addresses that no browser sends, or that lead elsewhere."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from simulator.web.headers import HEADERS
from tests.app.conftest import Browser

CHARSETS = ("utf-7", "utf-16", "idna", "unicode_escape", "none")
PAGES = (
    "/中文",
    "/attempts?q=中文",
    "/\udcff",
    "/%0d%0aX-Injected:%20yes",
    "/é",
    "//elsewhere.example",
    "/a\r\nb: c",
)
HOSTS = ("[", "a/b?c#d", "elsewhere.example@desk", "desk:99999999", "")


@pytest.fixture
def root(client: Callable[[str], Browser]) -> Browser:
    """An administrator's browser; faults of the server are answers to it."""
    browser = client("root")
    return Browser(browser.app, raise_server_exceptions=False, cookies=browser.cookies)


def test_no_charset_makes_a_form_a_fault_of_the_server(root: Browser) -> None:
    """Some charsets can write half a character, which no page can show and no database can hold."""
    headers = {"X-CSRF-Token": root.csrf()}
    for charset in CHARSETS:
        body = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n+2AA-\\ud800\r\n--x--\r\n'
        headers["Content-Type"] = f"multipart/form-data; boundary=x; charset={charset}"
        answer = root.post("/sign-in", content=body, headers=headers)
        assert answer.status_code in (400, 422), charset


def test_any_page_of_ours_can_be_gone_on_to(root: Browser) -> None:
    """An address with Chinese letters in it would end in a fault, or one with a line end in another header."""
    headers = {"X-CSRF-Token": root.csrf(), "Content-Type": "application/x-www-form-urlencoded"}
    for wanted in PAGES:
        body = "language=en&next=" + quote(wanted, errors="surrogateescape")
        for htmx in ({}, {"HX-Request": "true"}):
            answer = root.post("/language", content=body, headers=headers | htmx, follow_redirects=False)
            assert answer.status_code == (204 if htmx else 303), wanted
            there = answer.headers["HX-Redirect" if htmx else "Location"]
            assert there.startswith("/"), wanted
            assert not there.startswith("//"), wanted
            assert there.isascii(), wanted
            assert not {"x-injected", "b"} & answer.headers.keys()


def test_an_address_that_is_too_long_is_refused_in_words(anonymous: Browser) -> None:
    """Megabytes in an address would be read, split and quoted before anybody asks who sent them."""
    for path in (f"/{'x' * 2000}", f"/sign-in?q={'x' * 10_000}", f"/people/{'9' * 5000}"):
        answer = anonymous.get(path, follow_redirects=False)
        assert (answer.status_code, "This address is too long." in answer.text) == (414, True)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_broken_host_is_no_fault_of_the_server(anonymous: Browser) -> None:
    """Scanners send hosts that are none; and none of them is where a page leads to."""
    for host in HOSTS:
        for path in ("/sign-in", "/attempts", "/nowhere"):
            answer = anonymous.get(path, headers={"Host": host}, follow_redirects=False)
            assert answer.status_code in (200, 303, 404), host
            assert "elsewhere" not in answer.headers.get("location", ""), host


def test_no_static_path_leads_out_of_its_folder(anonymous: Browser) -> None:
    """The program's own files, or those of the machine, would be given to everybody."""
    for path in (
        *(
            "..%2f..%2fapp.py",
            "x/..%2f..%2fapp.py",
            "x/../../app.py",
            "x/%2e%2e/%2e%2e/app.py",
            "x//etc/passwd",
        ),
        *(
            "x/%2fetc%2fpasswd",
            "x/..%5c..%5capp.py",
            "x/%00",
            "x/debrief.css%00.py",
            "x/",
            "x",
            "",
            "%2e%2e/app.py",
        ),
        *("x/vendor", "x/" + "a" * 500, "x/C:%5cwindows%5cwin.ini", "x/./../../../settings.py"),
    ):
        answer = anonymous.get(f"/static/{path}", follow_redirects=False)
        assert answer.status_code in (307, 404, 405), path
        assert "import " not in answer.text, path


def test_no_recording_is_a_file_of_the_machine(client: Callable[[str], Browser]) -> None:
    """Whoever plays a case would read the case itself, with all the answers, or the server's files."""
    browser = client("lin")
    begun = browser.post_form("/cases/ac-remote/play", {"key": "k"}, follow_redirects=False)
    for path in (
        *(
            "case.yaml",
            "case.en.yaml",
            "..%2f..%2f..%2fdesk.sqlite",
            "%2e%2e/case.yaml",
            "audio%2f..%2fcase.yaml",
        ),
        *("%2fetc%2fpasswd", "/etc/passwd", "..%5ccase.yaml", "%00"),
    ):
        answer = browser.get(f"{begun.headers['location']}/audio/{path}", follow_redirects=False)
        assert answer.status_code == 404, path


def test_no_name_of_a_case_is_a_path(client: Callable[[str], Browser]) -> None:
    """A case would be begun, read or written outside of its folder."""
    browser = client("root")
    token = {"X-CSRF-Token": browser.csrf()}
    for name in (
        "%2e%2e",
        "..%2f..%2fetc",
        "a%2fb",
        "A",
        "%E4%B8%AD",
        "-",
        "a--b",
        ".hidden",
        "con%5cx",
    ):
        assert browser.post(f"/cases/{name}/play", data={"key": "k"}, headers=token).status_code in (
            404,
            405,
        ), name
        assert browser.get(f"/cases/{name}").status_code == 404, name
        assert browser.get(f"/cases/{name}/edit/case.yaml").status_code == 404, name
    for name in (
        "../x",
        "..",
        "a/b",
        "A",
        "中",
        "-",
        "a--b",
        ".hidden",
        "a\\b",
        "new",
        "upload",
        "x" * 61,
        "",
    ):
        made = browser.post("/cases/new", data={"id": name, "language": "en"}, headers=token)
        assert made.status_code == 422, name
    for name in (
        "..%2fcase.yaml",
        "%2e%2e/case.yaml",
        "case.yaml%00",
        ".bashrc",
        "notes.txt",
        "x%2f..%2fcase.yaml",
    ):
        for route in ("edit", "remove"):
            address = f"/cases/ac-remote/{route}/{name}"
            assert browser.get(address).status_code == 404, address
            data = {"text": "x", "mark": "", "action": "save"}
            assert browser.post(address, data=data, headers=token).status_code == 404, address
