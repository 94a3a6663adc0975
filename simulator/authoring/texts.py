"""Texts of a draft in the browser: changed and saved, with their problems beside them.

What may be in the draft and what is wrong with it is told by a `Texts`: there is one for the files of a case,
and one for those of the bank.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
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
from simulator.web.visit import Visit

from .draft import mark_of, text_of, unified
from .problem_list import Listed, as_json, listed

MOST_BYTES = 4 * MOST_TEXT  # in a form, a letter may take several
_TRIES = 3

Found = tuple[tuple[Problem, ...], Message | None]
"""What is wrong, and why no more was looked for, where that is so."""


class NotAText(Refusal):
    """A file that cannot be edited as text."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Message(
                "“{name}” holds signs that a page cannot show, or is not UTF-8. Download it, mend the file"
                " there, and upload it again.",
                name=name,
            )
        )


class Texts(ABC):
    """The files of a draft. `template` is the editor's page, which is given what `shown` says."""

    template: str

    @property
    @abstractmethod
    def files(self) -> Files:
        """Their contents by name."""

    @property
    @abstractmethod
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with them as they are kept, as far as that is quickly told."""

    @abstractmethod
    def is_text(self, name: str) -> bool:
        """Whether a file of this name could be edited."""

    @abstractmethod
    def order(self, name: str) -> tuple[Any, ...]:
        """The place of a file in a list."""

    @abstractmethod
    def checked(self, files: Files) -> Files:
        """Other files that may be kept in their place. Raises BadUpload."""

    @abstractmethod
    def quick(self, files: Files) -> tuple[Problem, ...]:
        """What is wrong with other files, as far as that is quickly told."""

    @abstractmethod
    def thorough(self, files: Files, quick: tuple[Problem, ...]) -> Found:
        """Everything that is wrong with files of which `quick` is known."""

    @abstractmethod
    def keep(self, visit: Visit, files: Files) -> None:
        """Make other files the draft. Raises DraftChanged, BadUpload."""

    @abstractmethod
    def newest(self, visit: Visit) -> "Texts":
        """The same draft as it is kept now."""

    @abstractmethod
    def address(self, visit: Visit, name: str) -> str:
        """Where a file is edited."""

    @abstractmethod
    def shown(self, visit: Visit) -> Mapping[str, object]:
        """What the template needs besides the `EditPage`.

        That is `title`; the addresses `save`, `check` and `back`; and `edit`: with a file's name behind it,
        the address of its editor.
        """


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


def show_text(visit: Visit, texts: Texts) -> Response:
    """The editor with the file that the address names. Raises NotFound, NotAText."""
    name = visit.path("file")
    if not texts.is_text(name) or name not in texts.files:
        raise NotFound
    text = text_of(texts.files[name])
    if text is None:
        raise NotAText(name)
    return _editor(visit, texts, name, text, mark_of(texts.files[name]), texts.problems)


def save_text(visit: Visit, texts: Texts) -> Response:
    """Keep the text, errors or not; or, with the button that asks for it, look at it thoroughly first.

    Nothing that was typed is lost: whatever is refused, the answer is the editor with the text.
    """
    name, text = visit.path("file"), text_sent(visit.form.get("text"))
    if not texts.is_text(name):
        raise NotFound
    mark = visit.field("mark")
    if visit.field("action") == "check":
        return _checked(visit, texts, name, text, mark)
    for _ in range(_TRIES):
        held = texts.files.get(name)
        if mark_of(held) != mark and held != text.encode():
            return _conflict(visit, texts, name, text)
        try:
            if held != text.encode():
                texts.keep(visit, dict(texts.files) | {name: text.encode()})
            return visit.to_address(texts.address(visit, name), "saved")
        except DraftChanged:
            texts = texts.newest(visit)  # another file may have changed: then nothing is in the way
        except BadUpload as refusal:
            return _refused(visit, texts, name, text, mark, refusal.message)
    raise DraftChanged


def check_text(visit: Visit, texts: Texts) -> Response:
    """The problems with one file as it is being typed, as JSON; `?deep=1` asks for all that can be found."""
    name, text = visit.data.get("file"), visit.data.get("text")
    if not isinstance(name, str) or not isinstance(text, str) or not texts.is_text(name):
        raise Unreadable
    files = texts.checked(dict(texts.files) | {name: text_sent(text).encode()})
    problems, stopped = texts.quick(files), None
    if visit.query("deep"):
        problems, stopped = texts.thorough(files, problems)
    here = [problem for problem in problems if problem.place.file == name]
    elsewhere = [problem for problem in problems if problem.place.file != name]
    return JSONResponse(
        {
            "problems": as_json(here, files, visit.t, texts.order, texts.is_text),
            "elsewhere": [
                problem | {"address": _address(visit, texts, files, problem)}
                for problem in as_json(elsewhere, files, visit.t, texts.order, texts.is_text)
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


def _address(visit: Visit, texts: Texts, files: Files, problem: Mapping[str, Any]) -> str | None:
    """Where a problem can be mended; None in a file that is no text."""
    name = problem["file"]
    if name not in files or not texts.is_text(name):
        return None
    return f"{texts.address(visit, name)}?at={problem['line']}:{problem['column']}"


def _checked(visit: Visit, texts: Texts, name: str, text: str, mark: str) -> Response:
    try:
        files = texts.checked(dict(texts.files) | {name: text.encode()})
    except BadUpload as refusal:
        return _refused(visit, texts, name, text, mark, refusal.message)
    problems, stopped = texts.thorough(files, texts.quick(files))
    return _editor(visit, texts, name, text, mark, problems, stopped=stopped)


def _conflict(visit: Visit, texts: Texts, name: str, text: str) -> Response:
    """The editor with both texts; saving again puts the typed one in place of the other."""
    held = texts.files.get(name)
    problems = texts.quick(dict(texts.files) | {name: text.encode()})
    theirs = escape((text_of(held) if held is not None else None) or "")
    return _editor(visit, texts, name, text, mark_of(held), problems, status=409, theirs=theirs)


def _refused(visit: Visit, texts: Texts, name: str, text: str, mark: str, message: Message) -> Response:
    return _editor(visit, texts, name, text, mark, (), status=422, refused=message)


def _editor(
    visit: Visit,
    texts: Texts,
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
    files = dict(texts.files) | {name: text.encode()}
    here = [problem for problem in problems if problem.place.file == name]
    elsewhere = [problem for problem in problems if problem.place.file != name]
    page = EditPage(
        file=name,
        text=escape(text),
        mark=mark,
        names=tuple(sorted(filter(texts.is_text, files), key=texts.order)),
        here=as_json(here, files, visit.t, texts.order, texts.is_text),
        elsewhere=listed(elsewhere, files, texts.order, texts.is_text),
        stopped=stopped,
        at=_place(visit.query("at")),
        theirs=theirs,
        refused=refused,
    )
    return visit.page(texts.template, status, d=page, **texts.shown(visit))


def _place(asked: str) -> str:
    return asked if re.fullmatch(r"[0-9]{1,6}:[0-9]{1,6}", asked) else ""
