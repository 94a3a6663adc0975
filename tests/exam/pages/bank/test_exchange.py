"""Questions from and for other programs, in the browser."""

import re
from html import unescape
from typing import Any

from simulator.exam.storage.banks import Banks
from simulator.web.services import Services
from tests.app.conftest import Browser

from .writing import held, words

GIFT = """\
::Box::What comes first? {=Take pictures#right ~Ask who did it}

::Essay::Tell us about your day {}
"""


def sent(browser: Browser, content: bytes, name: str, **fields: str) -> str:
    """The page about a file that was sent to be looked at."""
    answer = browser.post_form("/bank/import", fields, files={"file": (name, content)})
    assert answer.status_code == 200, answer.text
    return answer.text


def added(browser: Browser, page: str) -> Any:
    """The answer after what was looked at is added."""
    names = [unescape(name) for name in re.findall(r'name="name" value="([^"]*)"', page)]
    texts = [
        unescape(t) for t in re.findall(r'<textarea name="text" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    ]
    return browser.post_form("/bank/import/add", {"name": names, "text": texts})


def test_gift_comes_in(trainer: Browser, services: Services) -> None:
    """Questions that another program has would have to be typed again, or come in without being seen."""
    page = sent(trainer, GIFT.encode(), "from moodle.gift", clause="damage/photos", difficulty="4")
    said = words(page)
    assert "Questions 1" in said
    assert "Refused 1" in said
    assert services[Banks].draft() is None
    answer = added(trainer, page)
    assert answer.url.path == "/bank/edit/questions/from-moodle.yaml"
    text = held(services, "questions/from-moodle.yaml")
    assert "cites: photos" in text or "- photos" in text
    assert "difficulty: 4" in text
    assert trainer.get("/bank/questions/box").status_code == 200
    # a second file of that name does not take the place of the first
    other = GIFT.replace("comes first", "comes last").encode()
    again = sent(trainer, other, "from moodle.gift", clause="damage/photos")
    assert "questions/from-moodle-2.yaml" in again


def test_preview_shows_all_that_would_be_stored(trainer: Browser) -> None:
    """A trainer would add a question whose key or language is another than meant."""
    text = "::Box::先说什么？ {=听完#先听 ~解释 ####因为。}\n\n::Box::What then? {#48:2}"
    said = words(sent(trainer, text.encode(), "x.gift", clause="damage/photos"))
    for part in (
        "zh 先说什么？", "A right zh 听完", "zh 先听", "B zh 解释", "Key [v2] A", "Explanation: zh 因为。", "box-2",
        "en What then?", "Key [v2] 48", "Tolerance 2", "Policy damage (photos)",
    ):  # fmt: skip
        assert part in said


def test_encoding_is_asked_for_and_chosen(trainer: Browser) -> None:
    """A Western file would come in as Chinese characters, or not at all."""
    data = "Question;A;B;Key\nTake it zurück?;Ja, natürlich;Nein, unmöglich;A\n".encode("latin-1")
    assert "The encoding of this file is open: gb18030" in sent(
        trainer, data, "old.csv", clause="damage/photos"
    )
    said = words(sent(trainer, data, "old.csv", clause="damage/photos", encoding="windows-1252"))
    assert "en Take it zurück?" in said


def test_the_same_file_twice(trainer: Browser) -> None:
    """A file that is imported twice would ask everything twice."""
    page = sent(trainer, GIFT.encode(), "a.gift", clause="damage/photos")
    added(trainer, page)
    assert "The bank has this question already, as “box”." in sent(
        trainer, GIFT.encode(), "b.gift", clause="damage/photos"
    )


def test_nothing_to_add(reader: Browser) -> None:
    """A file without a question that could be taken would be a page that says nothing."""
    page = sent(reader, GIFT.encode(), "x.gift")  # nothing says what they rest on
    assert "There is no question in it that could be taken." in page
    assert "Nothing says which policy this question rests on." in words(page)
    assert 'name="text"' not in page


def test_files_that_are_none(reader: Browser) -> None:
    """A broken file would be a fault of ours."""
    services: Services = reader.app.state.services
    for name, content in (
        ("a.xlsx", b"PK\x03\x04nonsense"),
        ("a.xml", b"<?xml <<<"),
        ("a.txt", b"\xff\xfe\x00"),
    ):
        sent(reader, content, name)
    assert reader.post_form("/bank/import", {"clause": "x"}).status_code == 422
    assert services[Banks].draft() is None


def test_only_files_of_questions_are_added(reader: Browser) -> None:
    """A form made by hand would overwrite a policy."""
    services: Services = reader.app.state.services
    for name, status in (
        ("policies/damage.yaml", 400),
        ("questions/../x.yaml", 400),
        ("questions/first.yaml", 422),
    ):
        answer = reader.post_form("/bank/import/add", {"name": name, "text": "x"})
        assert (answer.status_code, services[Banks].draft()) == (status, None)


def test_exports(reader: Browser) -> None:
    """A format could not be written, or would leave out a question without saying so."""
    counts = {}
    for form in ("excel", "csv", "gift", "aiken", "moodle-xml"):
        page = words(reader.get(f"/bank/export?format={form}&day=2026-09-01").text)
        found = re.search(r"questions in the file: (\d+)", page)
        assert found
        counts[form] = int(found[1])
        assert "See what it carries" in page
        file = reader.get(f"/bank/export/{form}?day=2026-09-01")
        assert (file.status_code, "attachment" in file.headers["Content-Disposition"]) == (200, True)
    # tables carry the keys of all versions; the others only what has a key on that day
    assert counts == {"excel": 2, "csv": 2, "gift": 1, "aiken": 1, "moodle-xml": 1}
    page = words(reader.get("/bank/export?format=aiken&day=2026-09-01").text)
    assert "in-hours not in the file Clause report reads otherwise in version v2" in page
    assert "Without:" in page


def test_export_of_one_desk(reader: Browser) -> None:
    """A desk's trainer would send the others' questions along."""
    assert "questions in the file: 0" in words(reader.get("/bank/export?format=gift&desk=airline").text)


def test_table_to_fill_in(reader: Browser) -> None:
    """Somebody who has never seen YAML would have nothing to begin with."""
    answer = reader.get("/bank/import/template")
    assert answer.content.startswith(b"PK")
    assert 'filename="winwin-questions.xlsx"' in answer.headers["Content-Disposition"]


def test_many_questions(trainer: Browser, services: Services) -> None:
    """A collection of years would make a file that is too large to be kept."""
    many = "\n\n".join(f"::Number {n}::Is it {n}? {{=Yes of course ~No}}" for n in range(450))
    page = sent(trainer, many.encode(), "years.gift", clause="damage/photos")
    added(trainer, page)
    draft = services[Banks].draft()
    assert draft is not None
    names = ["questions/years.yaml", "questions/years-2.yaml", "questions/years-3.yaml"]
    assert [draft.files[name].count(b"kind: single") for name in names] == [200, 200, 50]


def test_texts_come_in_as_they_are(trainer: Browser, services: Services) -> None:
    """What a file says would be taken for marks of the page, or change on its way."""
    stem = "Does <b>&amp;</b> \u200bstay “so”?"
    page = sent(trainer, f"::Odd::{stem} {{=Yes ~No}}".encode(), "odd.gift", clause="damage/photos")
    assert "<b>" not in page
    added(trainer, page)
    current = services[Banks].draft()
    assert current is not None
    assert "\u200b" in current.files["questions/odd.yaml"].decode() or "\\u200B" in held(
        services, "questions/odd.yaml"
    )
    assert "<b>" not in trainer.get("/bank/questions/odd").text
