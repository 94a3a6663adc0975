"""Calls on a paper: only cases that everybody can take and that can be marked come onto one."""

from collections.abc import Callable

from simulator.exam.paper.exam import ExamState
from simulator.exam.storage.exams import Exams
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .test_candidates import digest_of
from .test_setting import fields_of, sheet_of

WITH_A_CALL = {
    "questions": "6", "forms": "1", "kind-case-least": "1", "kind-case-most": "1", "new-least": "",
    "persistent-least": "",
}  # fmt: skip


def test_a_paper_with_a_call_is_set_as_long_as_its_case_is_published(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """Everybody would come to a question that nobody can take."""
    wei = client("wei")
    fields = fields_of(wei.get("/papers/new").text, "/papers/new")
    sheet = sheet_of(wei, wei.post_form("/papers/new", fields | WITH_A_CALL))
    (exam,) = services[Exams].all()
    assert "rebooking-case" in sheet.text
    address = f"/papers/{exam.id}"
    form = {"digest": digest_of(wei, address), "person": str(person("lin").id)}
    services[Library].withdraw("ticket-rebooking", None, now())
    refused = wei.post_form(f"{address}/people", form)
    assert refused.status_code == 422
    assert "Question “rebooking-case”: The case “ticket-rebooking” is not published." in refused.text
    assert services[Exams].find(exam.id).state is ExamState.DRAFT
    # put together anew, it is left out
    anew = sheet_of(wei, wei.post_form(f"{address}/anew"))
    assert "At least 1 of the kind “a call” on each paper; the bank has 0." in anew.text
    wei.post_form(f"{address}/change", fields | WITH_A_CALL | {"kind-case-least": "", "questions": "5"})
    left = sheet_of(wei, wei.get(address)).text
    assert "The case “ticket-rebooking” is not published." in left
