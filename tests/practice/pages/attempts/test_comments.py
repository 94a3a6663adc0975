"""Comments on somebody's attempt: who writes them, where they stand, and that they are only text."""

from collections.abc import Callable

import pytest

from simulator.people.person import Person
from simulator.practice.storage.comments import Comments
from simulator.web.services import Services
from tests.app.conftest import Browser

from .keeping import ANALYSED, LISTENED, LOST, WHOLE, WON, keep
from .test_debrief import parsed

Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]


def test_a_comment_stands_at_its_reply(client: Browsers, services: Services, person: Named) -> None:
    """The trainee would look for what is meant, or not learn who says it."""
    kept = keep(services, person("lin"), WHOLE, "worried", None)
    path = f"/attempts/{kept.record.id}"
    posted = client("hua").post_form(
        f"{path}/comments", {"reply": "2", "text": "Well asked."}, follow_redirects=False
    )
    assert (posted.status_code, posted.headers["location"]) == (303, f"{path}#comments-2")
    (comment,) = services[Comments].of(kept.id)
    assert comment.move == len(LISTENED) + len(ANALYSED) + 2
    html = client("lin").get(path).text
    shown = html[html.index('id="reply-2"') : html.index('id="reply-3"')]
    assert "Well asked." in shown
    assert "Hua Jing" in shown
    assert html.count("Well asked.") == 1
    assert 'href="#comments-2"' in html
    assert "Your comment" not in html  # the owner has no form for one


def test_a_comment_on_the_first_stages(client: Browsers, services: Services, person: Named) -> None:
    """What a trainer says of the analysis would have no place, or stand beside a reply."""
    kept = keep(services, person("lin"), WHOLE, "worried", None)
    path = f"/attempts/{kept.record.id}"
    client("wei").post_form(f"{path}/comments", {"reply": "0", "text": "Suppose earlier."})
    (comment,) = services[Comments].of(kept.id)
    assert comment.move == len(LISTENED) + len(ANALYSED)
    html = client("lin").get(path).text
    assert html.index("Suppose earlier.") > html.index("Comments on the recording and the analysis")


HOSTILE = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7 }}\u202e'


def test_comments_are_text(client: Browsers, services: Services, person: Named) -> None:
    """A comment could run a script in the trainee's browser."""
    name = keep(services, person("lin")).record.id
    trainer = client("wei")
    trainer.post_form(f"/attempts/{name}/comments", {"reply": "1", "text": HOSTILE})
    for browser in (trainer, client("lin")):
        html = browser.get(f"/attempts/{name}").text
        page = parsed(html)
        assert page.faults == []
        assert page.named("img") == []
        assert "&lt;img src=x" in html
        assert "{{ 7*7 }}" in html
        assert "\u202e" not in html


@pytest.mark.parametrize(("text", "said"), [("", "Please write something."), ("x" * 4001, "4001 characters")])
def test_what_cannot_be_kept_is_shown_again(
    client: Browsers, services: Services, person: Named, text: str, said: str
) -> None:
    """A trainer would lose a long comment because it was too long."""
    kept = keep(services, person("lin"))
    answer = client("wei").post_form(f"/attempts/{kept.record.id}/comments", {"reply": "3", "text": text})
    assert answer.status_code == 422
    form = answer.text[answer.text.index('id="comments-3"') : answer.text.index('id="reply-4"')]
    assert said in form
    assert text in form
    assert "text-3-error" in form
    assert parsed(answer.text).faults == []
    assert services[Comments].of(kept.id) == []


def test_only_on_replies_that_were_said(client: Browsers, services: Services, person: Named) -> None:
    """A comment would be kept that nobody ever sees."""
    kept = keep(services, person("lin"))
    trainer = client("wei")
    for reply in ("0", str(len(LOST) + 1), "-1", "one", "", "²", "9" * 30):
        answer = trainer.post_form(f"/attempts/{kept.record.id}/comments", {"reply": reply, "text": "x"})
        assert answer.status_code == 400, reply
    assert services[Comments].of(kept.id) == []


def test_nobody_comments_on_their_own(client: Browsers, services: Services, person: Named) -> None:
    """A trainer's own remark would look like somebody else's."""
    name = keep(services, person("wei"), WON, "worried").record.id
    trainer = client("wei")
    assert "Save the comment" not in trainer.get(f"/attempts/{name}").text
    assert trainer.post_form(f"/attempts/{name}/comments", {"reply": "1", "text": "x"}).status_code == 404


def test_only_ones_own_can_be_deleted(client: Browsers, services: Services, person: Named) -> None:
    """A lead could delete what a trainer wrote, or a comment would stay for ever."""
    kept, other = keep(services, person("lin")), keep(services, person("lin"), number=1)
    path = f"/attempts/{kept.record.id}/comments"
    trainer, lead = client("wei"), client("hua")
    trainer.post_form(path, {"reply": "1", "text": "mine"})
    (comment,) = services[Comments].of(kept.id)
    assert "your comment of" not in lead.get(f"/attempts/{kept.record.id}").text
    assert lead.post_form(f"{path}/{comment.id}/delete").status_code == 404
    foreign = f"/attempts/{other.record.id}/comments/{comment.id}/delete"
    assert trainer.post_form(foreign).status_code == 404
    assert trainer.post_form(f"{path}/{10**30}/delete").status_code == 404
    assert services[Comments].of(kept.id) == [comment]
    assert "your comment of" in trainer.get(f"/attempts/{kept.record.id}").text
    assert trainer.post_form(f"{path}/{comment.id}/delete").status_code == 200
    assert services[Comments].of(kept.id) == []
