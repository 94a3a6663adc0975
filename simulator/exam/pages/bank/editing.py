"""The files of the bank in the browser: changed, added, removed, their problems beside them."""

from collections.abc import Mapping
from datetime import timedelta

from starlette.responses import Response

from simulator.authoring.texts import MOST_BYTES, Found, Texts, check_text, save_text, show_text
from simulator.exam.bank.loading import QUESTIONS
from simulator.exam.storage.bank_files import checked_bank_files, is_bank_file
from simulator.exam.storage.banks import Banks
from simulator.library.bundles import BadUpload, Files
from simulator.people.person import Permission
from simulator.policy.loading import POLICIES
from simulator.source.problems import Problem, errors
from simulator.text.message import Message
from simulator.web.access import NotFound, Unreadable, page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .working import BankDraft, all_problems, order_of, quick_problems, today, working

_POLICY = """\
id: {id}
desk: {desk}
title:
  zh: “{id}”的名称
  en: What “{id}” is called
versions:
  v1:
    effective: {day}
    summary:
      zh: 用一句话说清楚规定了什么。
      en: In a sentence, what counts.
    clauses:
      first:
        zh: 第一条。
        en: The first clause.
"""
_QUESTIONS = """\
desk: {desk}
questions:
  {id}-first:
    kind: true-false
    topic: {topic}
    difficulty: 2
    policy: {policy}
    cites: {clause}
    stem:
      zh: “{title_zh}”里有这一条：{clause_zh}
      en: "“{title_en}” says: {clause_en}"
    key: {{{version}: true}}
    explanation:
      zh: 以现行规定为准。
      en: What counts today decides.
    cost: {{yuan: 100, borne-by: customer}}
"""


class BankTexts(Texts):
    """The files of the bank, all of which are texts."""

    template = "bank/edit.html.j2"

    def __init__(self, work: BankDraft) -> None:
        self.work = work

    @property
    def files(self) -> Files:
        """The draft's, or the published ones."""
        return self.work.files

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything, since it was looked for already."""
        return self.work.problems

    def is_text(self, name: str) -> bool:
        """Whether a bank can have such a file."""
        return is_bank_file(name)

    def order(self, name: str) -> tuple[bool, str]:
        """The policies first."""
        return order_of(name)

    def checked(self, files: Files) -> Files:
        """What a bank may have."""
        return checked_bank_files(files)

    def quick(self, files: Files) -> tuple[Problem, ...]:
        """What is wrong with the files themselves."""
        return quick_problems(files)

    def thorough(self, files: Files, quick: tuple[Problem, ...]) -> Found:
        """What the rules about questions find, too."""
        return (quick if errors(quick) else all_problems(files)), None

    def keep(self, visit: Visit, files: Files) -> None:
        """Make them the draft."""
        visit.desk[Banks].save_draft(files, visit.person.id, now(), self.work.revision)

    def newest(self, visit: Visit) -> Texts:
        """The bank read anew."""
        return BankTexts(working(visit))

    def address(self, visit: Visit, name: str) -> str:
        """The editor of a file."""
        return visit.url("bank-edit", file=name)

    def shown(self, visit: Visit) -> Mapping[str, object]:
        """The addresses of the page."""
        return {
            "title": visit.t("Bank"),
            "save": visit.url("bank-save", file=visit.path("file")),
            "check": visit.url("bank-check"),
            "edit": visit.url("bank-edit", file=""),
            "back": visit.url("bank-files"),
        }


def show(visit: Visit) -> Response:
    """The editor with a file. Raises NotFound, NotAText."""
    return show_text(visit, BankTexts(working(visit)))


def save(visit: Visit) -> Response:
    """Keep a file's text, or look for all that is wrong with it. Raises NotFound, DraftChanged."""
    return save_text(visit, BankTexts(working(visit)))


def check(visit: Visit) -> Response:
    """The problems of the bank with one file as it is being typed. Raises Unreadable, BadUpload."""
    return check_text(visit, BankTexts(working(visit)))


def add_file(visit: Visit) -> Response:
    """Add a file of policies or questions that can be gone on from. Raises BadUpload, DraftChanged."""
    work = working(visit)
    kind, name = visit.field("kind"), visit.field("name").removesuffix(".yaml")
    file = f"{kind}/{name}.yaml"
    if kind not in (POLICIES, QUESTIONS):
        raise Unreadable
    if not is_bank_file(file):
        raise BadUpload(
            Message("“{name}” cannot name a file here: letters, digits, hyphens.", name=name or "?")
        )
    if file not in work.files:
        content = _policy(visit, work, name) if kind == POLICIES else _questions(work, name)
        BankTexts(work).keep(visit, dict(work.files) | {file: content.encode()})
    return visit.to("bank-edit", "saved", file=file)


def ask_remove(visit: Visit) -> Response:
    """Ask before a file is removed from the draft."""
    return visit.page("bank/remove.html.j2", file=_removable(visit, working(visit)))


def remove(visit: Visit) -> Response:
    """Remove a file from the draft. Raises NotFound, DraftChanged, BadUpload."""
    work = working(visit)
    gone = _removable(visit, work)
    files = {name: content for name, content in work.files.items() if name != gone}
    BankTexts(work).keep(visit, files)
    return visit.to("bank-files", "deleted")


def _removable(visit: Visit, work: BankDraft) -> str:
    name: str = visit.path("file")
    if name not in work.files:
        raise NotFound
    return name


def _policy(visit: Visit, work: BankDraft, name: str) -> str:
    desks = [policy.desk for policy in work.bank.policies.values()]
    return _POLICY.format(id=name, desk=desks[0] if desks else "desk", day=today(visit) + timedelta(days=1))


def _questions(work: BankDraft, name: str) -> str:
    """A file with a question that rests on the first policy there is."""
    policy = next(iter(work.bank.policies.values()), None)
    if policy is None:
        raise BadUpload(Message("Questions rest on policies: add a policy first."))
    version = policy.versions[-1]
    clause, text = next(iter(version.clauses.items()))
    return _QUESTIONS.format(
        id=name,
        desk=policy.desk,
        topic=policy.id,
        policy=policy.id,
        clause=clause,
        version=version.id,
        title_zh=policy.title.said_in("zh"),
        title_en=policy.title.said_in("en"),
        clause_zh=text.said_in("zh"),
        clause_en=text.said_in("en").replace('"', "'"),
    )


ROUTES = [
    page("/bank/edit/{file:path}", show, Permission.AUTHOR, name="bank-edit"),
    page(
        "/bank/edit/{file:path}",
        save,
        Permission.AUTHOR,
        name="bank-save",
        methods=("POST",),
        most_bytes=MOST_BYTES,
    ),
    page(
        "/bank/check",
        check,
        Permission.AUTHOR,
        name="bank-check",
        methods=("POST",),
        most_bytes=MOST_BYTES,
    ),
    page("/bank/files", add_file, Permission.AUTHOR, name="bank-add-file", methods=("POST",)),
    page("/bank/remove/{file:path}", ask_remove, Permission.AUTHOR, name="bank-remove"),
    page("/bank/remove/{file:path}", remove, Permission.AUTHOR, name="bank-remove-now", methods=("POST",)),
]
