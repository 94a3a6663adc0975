"""The files of a case in the browser: changed, added, translated, removed, their problems beside them."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from simulator.call.case.document import Language
from simulator.call.case.loading import CASE_FILE, LANGUAGES
from simulator.call.case.plan import PLAN_ENDING
from simulator.call.case.translating import Translation, leading_comments, read_translation, renewed, written
from simulator.library.bundles import BadUpload, Files, checked_files, is_text
from simulator.library.library import Library
from simulator.people.person import Permission
from simulator.source.problems import Problem
from simulator.source.reading import read_bytes
from simulator.text.message import Message
from simulator.web.access import NotFound, Unreadable, page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .background import thorough
from .draft import CaseDraft, NotPlayable, order_of, playable, policies_for, quick_problems, working
from .texts import MOST_BYTES, Found, Texts, check_text, save_text, show_text

EMPTY_PLAN = "persona: {persona}\nmoves: []\n"


class CaseTexts(Texts):
    """The texts of a case: itself, its translations, its plans."""

    template = "cases/edit.html.j2"

    def __init__(self, visit: Visit) -> None:
        self.work = working(visit)
        self.visit = visit

    @property
    def files(self) -> Files:
        """Its files, recordings too."""
        return self.work.files

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What needs no solver."""
        # what a case cites is looked for in the policies of today; anything else is known by now
        return self.quick(self.files) if policies_for(self.visit, self.files) else self.work.problems

    def is_text(self, name: str) -> bool:
        """Whether a case can have such a text."""
        return is_text(name)

    def order(self, name: str) -> tuple[Any, ...]:
        """The case first."""
        return order_of(name)

    def checked(self, files: Files) -> Files:
        """What a case may have."""
        return checked_files(files)

    def quick(self, files: Files) -> tuple[Problem, ...]:
        """What needs no solver."""
        return quick_problems(files, self.work.entry.id, policies_for(self.visit, files))

    def thorough(self, files: Files, quick: tuple[Problem, ...]) -> Found:
        """What the solver finds, too."""
        return thorough(files, self.work.entry.id, quick, policies_for(self.visit, files))

    def keep(self, visit: Visit, files: Files) -> None:
        """Make them the case's draft."""
        _save(visit, self.work, files)

    def newest(self, visit: Visit) -> Texts:
        """The case read anew."""
        return CaseTexts(visit)

    def address(self, visit: Visit, name: str) -> str:
        """The editor of a file of the case."""
        return visit.url("case-edit", case=self.work.entry.id, file=name)

    def shown(self, visit: Visit) -> Mapping[str, object]:
        """The case's id and title, and the addresses of the page."""
        case = self.work.entry.id
        title, language = self.work.title(visit.language)
        back = visit.url("case", case=case)
        return {
            "id": case,
            "title": title,
            "title_language": language,
            "save": visit.url("case-save", case=case, file=visit.path("file")),
            "check": visit.url("case-check", case=case),
            "edit": f"{back}/edit/",
            "back": back,
        }


def show(visit: Visit) -> Response:
    """The editor with a file. Raises NoSuchCase, NotFound, NotAText."""
    return show_text(visit, CaseTexts(visit))


def save(visit: Visit) -> Response:
    """Keep a file's text, or look at it thoroughly. Raises NoSuchCase, NotFound, DraftChanged."""
    return save_text(visit, CaseTexts(visit))


def check(visit: Visit) -> Response:
    """The problems of a case with one file as it is being typed. Raises NoSuchCase, Unreadable, BadUpload."""
    return check_text(visit, CaseTexts(visit))


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


def _removable(visit: Visit, work: CaseDraft) -> str:
    name = visit.path("file")
    if name == CASE_FILE or name not in work.files:
        raise NotFound
    return str(name)


def _save(visit: Visit, work: CaseDraft, files: Files) -> None:
    visit.desk[Library].save_draft(work.entry.id, files, work.entry.revision, visit.person.id, now())


def _translation(work: CaseDraft, language: Language) -> str:
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
