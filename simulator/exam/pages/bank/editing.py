"""New files of the bank: policies and questions that can be gone on from."""

from datetime import timedelta

from starlette.responses import Response

from simulator.authoring.draft_pages import keep
from simulator.exam.bank.loading import QUESTIONS
from simulator.exam.storage.bank_files import is_bank_file
from simulator.library.bundles import BadUpload
from simulator.people.person import Permission
from simulator.policy.loading import POLICIES
from simulator.text.message import Message
from simulator.web.access import Unreadable, page
from simulator.web.visit import Visit

from .working import BankDraft, today, working

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
      {clause}:
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
        keep(visit, work, dict(work.files) | {file: content.encode()})
    return visit.to("bank-edit", "saved", file=file)


def _policy(visit: Visit, work: BankDraft, name: str) -> str:
    desks = [policy.desk for policy in work.bank.policies.values()]
    return _POLICY.format(
        id=name,
        desk=desks[0] if desks else "desk",
        day=today(visit) + timedelta(days=1),
        clause="第一条" if visit.language == "zh" else "first",
    )


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


ROUTES = [page("/bank/files", add_file, Permission.AUTHOR, name="bank-add-file", methods=("POST",))]
