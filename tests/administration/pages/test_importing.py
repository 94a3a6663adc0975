"""Lists of people: looked at first, then added, with an invitation for each."""

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape

import pytest
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from simulator.administration.pages.importing import written
from simulator.administration.pages.invitations import pasted_line
from simulator.people.lists import PersonRow, read_people
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.text.typed_text import MOST_NAME, UnusableText, account_name, shown_name
from simulator.web.services import Services
from tests.app.conftest import PASSWORD, Browser

GOOD = """账号,姓名,角色,班组,语言
zhao,赵敏,学员,银行,中文
qian,钱进,班组长,银行,
lin,Somebody Else,管理员,,
"""


@pytest.fixture
def admin(client: Callable[[str], Browser]) -> Browser:
    """A browser of the administrator."""
    return client("root")


def preview(browser: Browser, data: bytes, name: str = "people.csv") -> Response:
    """Send a list to be looked at."""
    return browser.post("/people/import", data={"csrf": browser.csrf()}, files={"list": (name, data)})


def listed(page: str) -> str:
    """Return the list that the page sends back when it is to be added."""
    (value,) = re.findall(r'<input type="hidden" name="list" value="([^"]*)">', page)
    return unescape(value)


def add(browser: Browser, text: str) -> Response:
    """Add a list as the form of the preview does."""
    return browser.post(
        "/people/import/add", data={"csrf": browser.csrf(), "list": text}, files={"none": ("", b"")}
    )


def sheet(*rows: tuple[str | float | None, ...]) -> bytes:
    """Make a spreadsheet."""
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_looked_at_then_added(
    admin: Browser, anonymous: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A whole intake would have to be typed in; or a look at a list would already add it."""
    lin = person("lin")
    before = services[People].all()
    page = preview(admin, GOOD.encode()).text
    assert services[People].all() == before
    assert "Teams that will be added: 银行." in page
    assert re.findall(r'class="badge[^"]*">([^<]*)<', page) == [
        "will be added",
        "will be added",
        "stays as it is",
    ]
    answer = add(admin, listed(page))
    assert answer.status_code == 200
    assert "Accounts added: 2." in answer.text
    assert "There before, and left as they are: 1." in answer.text
    zhao, qian = person("zhao"), person("qian")
    assert (zhao.shown, zhao.role, zhao.language, zhao.invited) == ("赵敏", Role.TRAINEE, "zh", True)
    (bank,) = [team for team in services[People].teams() if team.name == "银行"]
    assert (zhao.team, bank.lead) == (bank.id, qian.id)
    assert person("lin") == lin
    links = re.findall(r"<code[^>]*>http://testserver([^<]+)</code>", answer.text)
    assert len(set(links)) == 2
    assert all(link in answer.text.split("</textarea>")[0] for link in links)
    anonymous.post_form(links[0], {"password": PASSWORD, "again": PASSWORD})
    anonymous.sign_in("zhao")
    assert anonymous.get(links[0]).status_code == 410


def test_added_twice_changes_nothing(admin: Browser, services: Services) -> None:
    """A double click would fail, or make every account twice."""
    text = listed(preview(admin, GOOD.encode()).text)
    add(admin, text)
    before = services[People].all()
    answer = add(admin, text)
    assert answer.status_code == 200
    assert "Accounts added: 0." in answer.text
    assert services[People].all() == before


def test_problems_are_located(admin: Browser, services: Services) -> None:
    """A list of three hundred would be refused without a word on where to look."""
    rows = [
        ("账号", "姓名", "角色", "colour", "语言"),
        ("zhao", "赵敏", "学员", "", ""),
        ("", "nobody", "学员", "", ""),
        ("qian", "钱", "king", "", ""),
        ("zhao", "again", "", "", ""),
        ("sun", "<script>alert(1)</script>", "", "", "Klingon"),
    ]
    for data, name in (
        (sheet(*rows), "people.xlsx"),
        ("\n".join(",".join(row) for row in rows).encode("gb18030"), "people.csv"),
    ):
        page = preview(admin, data, name).text
        cells = re.findall(r'rowheader">([A-Z]+\d+)<', page)
        assert cells == ["D1", "A3", "C4", "A5", "E6"]
        assert "<script>alert" not in page
        assert "row 4, column 3" in page
        assert [row.name for row in read_people(listed(page).encode()).rows] == ["zhao"]
    assert "Accounts added: 1." in add(admin, listed(page)).text


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "empty.csv", "empty"),
        (b"\x00\x01\x02\xff", "noise.bin", "cannot|not a list"),
        (b"PK\x03\x04 no zip", "no.xlsx", "not a list"),
        (b"\xd0\xcf\x11\xe0rest", "old.xls", "old kind"),
        (b"a,b\n1,2\n", "no.csv", "must name the columns"),
        (b"name\n" + b"x\n" * 6000, "long.csv", "5000 rows"),
        (b"name\n" + b'"' + b"x" * 200_000, "cell.csv", "not a list"),
    ],
)
def test_what_is_no_list_is_refused_in_words(
    admin: Browser, services: Services, data: bytes, name: str, said: str
) -> None:
    """A wrong or hostile file would make the page fail, or add nonsense."""
    before = services[People].all()
    answer = preview(admin, data, name)
    assert answer.status_code == 422
    found = re.search(r'id="list-error">([^<]*)<', answer.text)
    assert found
    assert re.search(said, found[1])
    assert services[People].all() == before


def test_bombs_and_large_files_are_refused(admin: Browser) -> None:
    """One file would fill the server's memory."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    answer = preview(admin, bomb.getvalue(), "bomb.xlsx")
    assert answer.status_code == 422
    assert "too large" in answer.text
    assert preview(admin, b"name\n" + b"x" * 6_000_000).status_code == 413


def test_formulas_are_only_text(admin: Browser, services: Services) -> None:
    """A spreadsheet that opens the links would run what somebody wrote into a name."""
    rows = [("name", "display name"), ("=cmd", '=HYPERLINK("http://x")'), ("+1", "@x"), ("-a", "plain")]
    page = preview(admin, sheet(*rows), "people.xlsx").text
    answer = add(admin, listed(page))
    lines = unescape(answer.text.split('id="lines"')[1].split(">", 1)[1].split("</textarea>")[0]).strip()
    assert [line.split("\t")[:2] for line in lines.splitlines()] == [
        ["'=cmd", '\'=HYPERLINK("http://x")'],
        ["'+1", "'@x"],
        ["'-a", "plain"],
    ]
    assert pasted_line(["=1", "", "a=b"]) == "'=1\t\ta=b"
    assert services[People].named("=cmd") is not None


@pytest.mark.parametrize("text", ["", "nonsense", "name\n", "name,role\nzhao,king\n", "name\nzhao\nzhao\n"])
def test_forged_list_is_read_as_carefully(admin: Browser, services: Services, text: str) -> None:
    """What a browser sends back need not be what it was given."""
    before = services[People].all()
    assert add(admin, text).status_code == 422
    assert services[People].all() == before


def test_nothing_chosen(admin: Browser) -> None:
    """The page would fail when no file is chosen."""
    answers = [
        admin.post_form("/people/import"),
        admin.post_form("/people/import", {"list": "name\nzhao"}),
        preview(admin, b"", ""),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]


def test_five_thousand_people(admin: Browser, services: Services) -> None:
    """A whole contact centre could not be brought in."""
    text = "账号,姓名\n" + "".join(f"agent{number},客服{number}\n" for number in range(5000))
    page = preview(admin, text.encode()).text
    assert "and 4800 more" in page
    answer = add(admin, listed(page))
    assert answer.status_code == 200
    assert "Accounts added: 5000." in answer.text
    assert "Still without one: 4500." in answer.text
    assert len(services[People].all()) == 5005


def test_template_is_read_again(admin: Browser) -> None:
    """The list that the desk hands out would be refused by the desk."""
    for language, title in (("en", "name"), ("zh", "账号")):
        admin.post_form("/language", {"language": language})
        answer = admin.get("/people/import/template")
        assert answer.headers["content-disposition"].startswith("attachment")
        found = read_people(answer.content)
        assert (found.rows, found.problems) == ((), ())
        assert title in _texts(answer.content)


def _texts(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if "xml" in name)


def test_invitations_for_all_who_wait(
    admin: Browser, anonymous: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """Links that got lost would have to be made anew one by one."""
    assert "Everybody has chosen a password" in admin.get("/people/invitations").text
    add(admin, GOOD)
    page = admin.get("/people/invitations").text
    assert ("赵敏" in page, "钱进" in page, "Lin Xiaoyu" in page) == (True, True, False)
    answer = admin.post_form("/people/invitations")
    links = re.findall(r"<code[^>]*>http://testserver([^<]+)</code>", answer.text)
    assert len(links) == 2
    assert [anonymous.get(link).status_code for link in links] == [200, 200]


def _fits(fit: Callable[[str], str]) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        try:
            return fit(text) == text
        except UnusableText:
            return False

    return fits


ACCOUNTS = st.text(min_size=1, max_size=MOST_NAME).filter(_fits(account_name))
SHOWN = st.text(min_size=1, max_size=MOST_NAME).filter(_fits(shown_name))
ROWS = st.lists(
    st.builds(
        PersonRow,
        row=st.just(0),
        name=ACCOUNTS,
        shown=SHOWN,
        role=st.sampled_from(Role),
        team=st.none() | SHOWN,
        language=st.sampled_from([None, "zh", "en"]),
    ),
    max_size=8,
    unique_by=lambda row: row.name,
)


@given(ROWS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_what_is_sent_back_is_what_was_read(rows: list[PersonRow]) -> None:
    """People would be added with other names than those that were looked at."""
    found = read_people(written(rows).encode())
    assert found.problems == ()
    sent = [(row.name, row.shown, row.role, row.team, row.language) for row in rows]
    assert [(row.name, row.shown, row.role, row.team, row.language) for row in found.rows] == sent
