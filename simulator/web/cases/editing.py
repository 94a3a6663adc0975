"""The files of a case in the browser: changed, added, translated, removed, their problems beside them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from starlette.responses import JSONResponse, Response

from simulator.case.document import Language
from simulator.case.loading import CASE_FILE, LANGUAGES
from simulator.case.messages import Message
from simulator.case.plan import PLAN_ENDING
from simulator.case.problems import Problem
from simulator.case.reading import read_bytes
from simulator.case.translating import Translation, leading_comments, read_translation, renewed, written
from simulator.engine.refusal import Refusal
from simulator.storage.bundles import MOST_TEXT, BadUpload, Files, checked_files, is_text
from simulator.storage.library import DraftChanged
from simulator.training.people import Permission
from simulator.web.access import NotFound, Unreadable, page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .background import thorough
from .draft import (
    NotPlayable,
    Working,
    mark_of,
    order_of,
    playable,
    quick_problems,
    text_of,
    unified,
    working,
)
from .problem_list import Listed, as_json, listed

MOST_BYTES = 4 * MOST_TEXT  # in a form, a letter may take several
_TRIES = 3
EMPTY_PLAN = "persona: {persona}\nmoves: []\n"


class NotAText(Refusal):
    """A file that cannot be edited as text."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Message(
                "“{name}” holds signs that a page cannot show, or is not UTF-8. Download the case, mend the"
                " file there, and upload it again.",
                name=name,
            )
        )


@dataclass(frozen=True, slots=True)
class EditPage:
    """What the editor's page shows. `mark` says what the file held when the text was taken from it."""

    id: str
    title: str
    language: str | None
    file: str
    text: Markup
    """Escaped, and otherwise untouched: it comes back as the file's new content."""
    mark: str
    names: tuple[str, ...]
    """The texts of the case, for going from one to another."""
    here: list[dict[str, Any]]
    """The problems in this file."""
    elsewhere: Listed
    """Those in the other files of the case."""
    stopped: Message | None
    """Why it was not looked at thoroughly, where that was asked for."""
    at: str = ""
    """The line and column to go to, as `12:5`."""
    theirs: Markup | None = None
    """What somebody else has saved meanwhile."""
    refused: Message | None = None


def show(visit: Visit) -> Response:
    """The editor with a file. Raises NoSuchCase, NotFound, NotAText."""
    work, name = _opened(visit)
    text = text_of(work.files[name])
    if text is None:
        raise NotAText(name)
    return _editor(visit, work, name, text, mark_of(work.files[name]), work.problems)


def save(visit: Visit) -> Response:
    """Keep the text, errors or not; or, with the button that asks for it, look at it thoroughly first.

    Nothing that was typed is lost: whatever is refused, the answer is the editor with the text.
    """
    work = working(visit)
    name, text = visit.path("file"), _text_sent(visit.form.get("text"))
    if not is_text(name):
        raise NotFound
    mark = visit.field("mark")
    if visit.field("action") == "check":
        return _checked(visit, work, name, text, mark)
    for _ in range(_TRIES):
        held = work.files.get(name)
        if mark_of(held) != mark and held != text.encode():
            return _conflict(visit, work, name, text)
        try:
            if held != text.encode():
                _save(visit, work, dict(work.files) | {name: text.encode()})
            return visit.to("case-edit", "saved", case=work.entry.id, file=name)
        except DraftChanged:
            work = working(visit)  # another file may have changed: then nothing is in the way
        except BadUpload as refusal:
            return _refused(visit, work, name, text, mark, refusal.message)
    raise DraftChanged


def check(visit: Visit) -> Response:
    """The problems of a case with one file as it is being typed, as JSON; `?deep=1` asks the solver too."""
    work = working(visit)
    name, text = visit.data.get("file"), visit.data.get("text")
    if not isinstance(name, str) or not isinstance(text, str) or not is_text(name):
        raise Unreadable
    files = checked_files(dict(work.files) | {name: _text_sent(text).encode()})
    problems, stopped = quick_problems(files, work.entry.id), None
    if visit.query("deep"):
        problems, stopped = thorough(files, work.entry.id, problems)
    here = [problem for problem in problems if problem.place.file == name]
    elsewhere = [problem for problem in problems if problem.place.file != name]
    return JSONResponse(
        {
            "problems": as_json(here, files, visit.t),
            "elsewhere": [
                problem | {"address": _address(visit, work, files, problem)}
                for problem in as_json(elsewhere, files, visit.t)
            ],
            "stopped": visit.t(stopped) if stopped else None,
        }
    )


def add_file(visit: Visit) -> Response:
    """Add a plan, or a translation with every text to be translated. Raises NoSuchCase, BadUpload."""
    work = working(visit)
    kind, name = visit.field("kind"), visit.field("name")
    if kind in LANGUAGES:
        file = f"case.{kind}.yaml"
        content = _translation(work, "zh" if kind == "zh" else "en")
    elif kind == "plan":
        file = name if name.endswith(PLAN_ENDING) else name + PLAN_ENDING
        if not is_text(file):
            raise BadUpload(
                Message("“{name}” cannot name a plan: letters, digits, hyphens.", name=name or "?")
            )
        content = EMPTY_PLAN.format(persona=work.case(visit.language).personas[0].id)
    else:
        raise Unreadable
    if file not in work.files or kind in LANGUAGES:
        _save(visit, work, dict(work.files) | {file: content.encode()})
    return visit.to("case-edit", "saved", case=work.entry.id, file=file)


def ask_remove(visit: Visit) -> Response:
    """Ask before a file is removed from the draft."""
    work = working(visit)
    return visit.page("cases/remove.html.j2", id=work.entry.id, file=_removable(visit, work))


def remove(visit: Visit) -> Response:
    """Remove a file from the draft. Raises NoSuchCase, NotFound, DraftChanged."""
    work = working(visit)
    gone = _removable(visit, work)
    _save(visit, work, {name: content for name, content in work.files.items() if name != gone})
    return visit.to("case", "deleted", case=work.entry.id)


def _address(visit: Visit, work: Working, files: Files, problem: Mapping[str, Any]) -> str | None:
    """Where a problem can be mended; None in a file that is no text."""
    name = problem["file"]
    if name not in files or not is_text(name):
        return None
    place = f"{problem['line']}:{problem['column']}"
    return visit.url("case-edit", case=work.entry.id, file=name) + f"?at={place}"


def _opened(visit: Visit) -> tuple[Working, str]:
    """The case, and the name of the text in it that the address names."""
    work, name = working(visit), visit.path("file")
    if not is_text(name) or name not in work.files:
        raise NotFound
    return work, name


def _removable(visit: Visit, work: Working) -> str:
    name = visit.path("file")
    if name == CASE_FILE or name not in work.files:
        raise NotFound
    return str(name)


def _text_sent(sent: object) -> str:
    """The text of a form or of JSON, with the line ends that files have. Raises Unreadable."""
    if not isinstance(sent, str):
        raise Unreadable
    # half of a letter of two halves can be sent, but not kept
    return unified(sent).encode("utf-8", "replace").decode()


def _save(visit: Visit, work: Working, files: Files) -> None:
    visit.desk.library.save_draft(work.entry.id, files, work.entry.revision, visit.person.id, now())


def _checked(visit: Visit, work: Working, name: str, text: str, mark: str) -> Response:
    try:
        files = checked_files(dict(work.files) | {name: text.encode()})
    except BadUpload as refusal:
        return _refused(visit, work, name, text, mark, refusal.message)
    problems, stopped = thorough(files, work.entry.id, quick_problems(files, work.entry.id))
    return _editor(visit, work, name, text, mark, problems, stopped=stopped)


def _conflict(visit: Visit, work: Working, name: str, text: str) -> Response:
    """The editor with both texts; saving again puts the typed one in place of the other."""
    held = work.files.get(name)
    problems = quick_problems(dict(work.files) | {name: text.encode()}, work.entry.id)
    theirs = escape((text_of(held) if held is not None else None) or "")
    return _editor(visit, work, name, text, mark_of(held), problems, status=409, theirs=theirs)


def _refused(visit: Visit, work: Working, name: str, text: str, mark: str, message: Message) -> Response:
    return _editor(visit, work, name, text, mark, (), status=422, refused=message)


def _editor(
    visit: Visit,
    work: Working,
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
    files = dict(work.files) | {name: text.encode()}
    title, language = work.title(visit.language)
    return visit.page(
        "cases/edit.html.j2",
        status,
        d=EditPage(
            id=work.entry.id,
            title=title,
            language=language,
            file=name,
            text=escape(text),
            mark=mark,
            names=tuple(sorted(filter(is_text, files), key=order_of)),
            here=as_json([one for one in problems if one.place.file == name], files, visit.t),
            elsewhere=listed([one for one in problems if one.place.file != name], files),
            stopped=stopped,
            at=_place(visit.query("at")),
            theirs=theirs,
            refused=refused,
        ),
    )


def _place(asked: str) -> str:
    return asked if re.fullmatch(r"[0-9]{1,6}:[0-9]{1,6}", asked) else ""


def _translation(work: Working, language: Language) -> str:
    """The file of a translation with an entry for every text, keeping what there is of it."""
    source = read_bytes(work.files[CASE_FILE], CASE_FILE)
    data = source.data
    if not playable(work.problems) or not isinstance(data, dict):
        raise NotPlayable
    if data["language"] == language:
        raise BadUpload(
            Message("The case itself is written in this language; there is nothing to translate.")
        )
    old: Translation | None = None
    comments = ""
    if f"case.{language}.yaml" in work.files:
        old, overlay = read_translation(work.folder / f"case.{language}.yaml")
        if old is None:
            raise NotPlayable
        comments = leading_comments(overlay.text)
    return comments + written(renewed(data, language, old))


ROUTES = [
    page("/cases/{case}/edit/{file}", show, Permission.AUTHOR, name="case-edit"),
    page(
        "/cases/{case}/edit/{file}",
        save,
        Permission.AUTHOR,
        name="case-save",
        methods=("POST",),
        most_bytes=MOST_BYTES,
    ),
    page(
        "/cases/{case}/problems",
        check,
        Permission.AUTHOR,
        name="case-check",
        methods=("POST",),
        most_bytes=MOST_BYTES,
    ),
    page("/cases/{case}/files", add_file, Permission.AUTHOR, name="case-add-file", methods=("POST",)),
    page("/cases/{case}/remove/{file:path}", ask_remove, Permission.AUTHOR, name="case-remove"),
    page(
        "/cases/{case}/remove/{file:path}",
        remove,
        Permission.AUTHOR,
        name="case-remove-now",
        methods=("POST",),
    ),
]
