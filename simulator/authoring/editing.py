"""New files of a case: plans, and translations with every text to be translated."""

from starlette.responses import Response

from simulator.call.case.document import Language
from simulator.call.case.loading import CASE_FILE, LANGUAGES
from simulator.call.case.plan import PLAN_ENDING
from simulator.call.case.translating import Translation, leading_comments, read_translation, renewed, written
from simulator.library.bundles import BadUpload, is_text
from simulator.people.person import Permission
from simulator.source.reading import read_bytes
from simulator.text.message import Message
from simulator.web.access import Unreadable, page
from simulator.web.visit import Visit

from .case_files import playable
from .draft import CaseDraft, NotPlayable, working
from .draft_pages import keep
from .open_texts import open_texts

EMPTY_PLAN = "persona: {persona}\nmoves: []\n"


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
        keep(visit, work, dict(work.files) | {file: content.encode()})
    address = visit.url("case-edit", case=work.entry.id, file=file)
    if kind not in LANGUAGES:
        return visit.to_address(address, "saved")
    left = [one for one in open_texts(working(visit).problems) if one.file == file]
    if not left:
        return visit.to_address(address, "translation-complete")
    first = left[0].places[0]
    return visit.to_address(f"{address}?at={first.line}:{first.column}", "translation-open")


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


ROUTES = [page("/cases/{case}/files", add_file, Permission.AUTHOR, name="case-add-file", methods=("POST",))]
