"""Texts of a draft in the browser: changed and saved, with their problems beside them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from starlette.responses import JSONResponse, Response

from simulator.library.bundles import MOST_TEXT, BadUpload, Files
from simulator.library.library import DraftChanged
from simulator.source.problems import Problem
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound, Unreadable
from simulator.web.services import now
from simulator.web.visit import Visit

from .case_files import mark_of, text_of, unified
from .draft_folder import DraftFolder
from .problem_list import Listed, as_json, listed

MOST_BYTES = 4 * MOST_TEXT  # in a form, a letter may take several
_TRIES = 3


class NotAText(Refusal):
    """A file that cannot be edited as text."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Message(
                "“{name}” has characters that a page cannot show, or is not UTF-8. Download "
                "it, fix the file, and upload it again.",
                name=name,
            )
        )


@dataclass(frozen=True, slots=True)
class EditPage:
    """What the editor's page shows. `mark` says what the file held when the text was taken from it."""

    file: str
    text: Markup
    """Escaped, and otherwise untouched: it comes back as the file's new content."""
    mark: str
    names: tuple[str, ...]
    """The texts of the draft, for going from one to another."""
    here: list[dict[str, Any]]
    """The problems in this file."""
    elsewhere: Listed
    """Those in the other files."""
    stopped: Message | None
    """Why it was not looked at thoroughly, where that was asked for."""
    at: str = ""
    """The line and column to go to, as `12:5`."""
    theirs: Markup | None = None
    """What somebody else has saved meanwhile."""
    refused: Message | None = None


def show_text(visit: Visit, draft: DraftFolder) -> Response:
    """The editor with the file that the address names. Raises NotFound, NotAText."""
    name = visit.path("file")
    if not draft.is_text(name) or name not in draft.files:
        raise NotFound
    text = text_of(draft.files[name])
    if text is None:
        raise NotAText(name)
    return _editor(visit, draft, name, text, mark_of(draft.files[name]), draft.problems_today)


def save_text(visit: Visit, find: Callable[[Visit], DraftFolder]) -> Response:
    """Keep the text, errors or not; or, with the button that asks for it, look at it thoroughly first.

    Nothing that was typed is lost: whatever is refused, the answer is the editor with the text.
    """
    draft = find(visit)
    name, text = visit.path("file"), text_sent(visit.form.get("text"))
    if not draft.is_text(name):
        raise NotFound
    mark = visit.field("mark")
    if visit.field("action") == "check":
        return _checked(visit, draft, name, text, mark)
    for _ in range(_TRIES):
        held = draft.files.get(name)
        if mark_of(held) != mark and held != text.encode():
            return _conflict(visit, draft, name, text)
        try:
            if held != text.encode():
                changed = dict(draft.files) | {name: text.encode()}
                draft.save(changed, visit.person.id, now(), draft.revision)
            return visit.to_address(draft.address(visit, name), "saved")
        except DraftChanged:
            draft = find(visit)  # another file may have changed: then nothing is in the way
        except BadUpload as refusal:
            return _refused(visit, draft, name, text, mark, refusal.message)
    raise DraftChanged


def check_text(visit: Visit, draft: DraftFolder) -> Response:
    """The problems with one file as it is being typed, as JSON; `?deep=1` asks for all that can be found."""
    name, text = visit.data.get("file"), visit.data.get("text")
    if not isinstance(name, str) or not isinstance(text, str) or not draft.is_text(name):
        raise Unreadable
    files = draft.checked(dict(draft.files) | {name: text_sent(text).encode()})
    problems, stopped = draft.quick(files), None
    if visit.query("deep"):
        problems, stopped = draft.thorough(files, problems)
    here = [problem for problem in problems if problem.place.file == name]
    elsewhere = [problem for problem in problems if problem.place.file != name]
    return JSONResponse(
        {
            "problems": as_json(here, files, visit.t, draft.order, draft.is_text),
            "elsewhere": [
                problem | {"address": _address(visit, draft, files, problem)}
                for problem in as_json(elsewhere, files, visit.t, draft.order, draft.is_text)
            ],
            "stopped": visit.t(stopped) if stopped else None,
        }
    )


def text_sent(sent: object) -> str:
    """The text of a form or of JSON, with the line ends that files have. Raises Unreadable."""
    if not isinstance(sent, str):
        raise Unreadable
    # half of a letter of two halves can be sent, but not kept
    return unified(sent).encode("utf-8", "replace").decode()


def _address(visit: Visit, draft: DraftFolder, files: Files, problem: Mapping[str, Any]) -> str | None:
    """Where a problem can be mended; None in a file that is no text."""
    name = problem["file"]
    if name not in files or not draft.is_text(name):
        return None
    return f"{draft.address(visit, name)}?at={problem['line']}:{problem['column']}"


def _checked(visit: Visit, draft: DraftFolder, name: str, text: str, mark: str) -> Response:
    try:
        files = draft.checked(dict(draft.files) | {name: text.encode()})
    except BadUpload as refusal:
        return _refused(visit, draft, name, text, mark, refusal.message)
    problems, stopped = draft.thorough(files, draft.quick(files))
    return _editor(visit, draft, name, text, mark, problems, stopped=stopped)


def _conflict(visit: Visit, draft: DraftFolder, name: str, text: str) -> Response:
    """The editor with both texts; saving again puts the typed one in place of the other."""
    held = draft.files.get(name)
    problems = draft.quick(dict(draft.files) | {name: text.encode()})
    theirs = escape((text_of(held) if held is not None else None) or "")
    return _editor(visit, draft, name, text, mark_of(held), problems, status=409, theirs=theirs)


def _refused(visit: Visit, draft: DraftFolder, name: str, text: str, mark: str, message: Message) -> Response:
    return _editor(visit, draft, name, text, mark, (), status=422, refused=message)


def _editor(
    visit: Visit,
    draft: DraftFolder,
    name: str,
    text: str,
    mark: str,
    problems: tuple[Problem, ...],
    *,
    status: int = 200,
    stopped: Message | None = None,
    theirs: Markup | None = None,
    refused: Message | None = None,
) -> Response:
    files = dict(draft.files) | {name: text.encode()}
    here = [problem for problem in problems if problem.place.file == name]
    elsewhere = [problem for problem in problems if problem.place.file != name]
    page = EditPage(
        file=name,
        text=escape(text),
        mark=mark,
        names=tuple(sorted(filter(draft.is_text, files), key=draft.order)),
        here=as_json(here, files, visit.t, draft.order, draft.is_text),
        elsewhere=listed(elsewhere, files, draft.order, draft.is_text),
        stopped=stopped,
        at=_place(visit.query("at")),
        theirs=theirs,
        refused=refused,
    )
    return visit.page(
        f"{draft.templates}/edit.html.j2",
        status,
        d=page,
        save=visit.url(f"{draft.route}-save", **draft.place, file=name),
        check=visit.url(f"{draft.route}-check", **draft.place),
        edit=draft.address(visit, ""),
        back=visit.url(draft.home, **draft.place),
        **draft.shown(visit),
    )


def _place(asked: str) -> str:
    return asked if re.fullmatch(r"[0-9]{1,6}:[0-9]{1,6}", asked) else ""
