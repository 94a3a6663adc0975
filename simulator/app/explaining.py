"""What the checker looks for: the list of its rules, and the page of each."""

from starlette.responses import Response

from simulator.call.check.lint import FILE_RULES, known_rules
from simulator.exam.check.checking import known_bank_rules
from simulator.people.person import Permission
from simulator.render.markdown import blocks, spans, summary
from simulator.web.access import NotFound, page
from simulator.web.visit import Visit

from .rule_pages import page_of


def show_all(visit: Visit) -> Response:
    """The rules by what they find, and those about the files themselves."""
    rules = [(rule, summary(page_of(rule, visit.language))) for rule in known_rules()]
    return visit.page(
        "cases/rules.html.j2",
        about_play=[entry for entry in rules if entry[0] not in FILE_RULES],
        about_questions=[(rule, summary(page_of(rule, visit.language))) for rule in known_bank_rules()],
        about_files=[entry for entry in rules if entry[0] in FILE_RULES],
    )


def show(visit: Visit) -> Response:
    """The page of a rule. Raises NotFound."""
    rule = visit.path("rule")
    if rule not in known_rules() and rule not in known_bank_rules():
        raise NotFound
    parts = [(kind, text, spans(text)) for kind, text in blocks(page_of(rule, visit.language))]
    title = parts.pop(0)[1] if parts and parts[0][0] == "heading" else rule
    return visit.page("cases/rule.html.j2", title=title, parts=parts)


ROUTES = [
    page("/rules", show_all, Permission.AUTHOR, name="rules"),
    page("/rules/{rule}", show, Permission.AUTHOR, name="rule"),
]
