"""The addresses of all pages about the bank, exams, sittings, bulletins and review cards."""

from . import bulletins, cards
from .bank import (
    approving,
    editing,
    exporting,
    files,
    holding,
    importing,
    overview,
    policy_page,
    question_list,
    question_page,
)
from .setting import (
    by_hand_page,
    candidates,
    downloads,
    judging,
    make_up,
    month_page,
    points,
    results_page,
    ruling,
    seeing,
    setting,
    sheet,
    watching,
)
from .sitting import answering, calls, listing, page, results

SITTINGS = [*answering.ROUTES, *calls.ROUTES, *page.ROUTES, *listing.ROUTES, *results.ROUTES]
"""The examinee's, which are asked for most while an exam is sat."""
ROUTES = [
    *overview.ROUTES,
    *question_list.ROUTES,
    *question_page.ROUTES,
    *holding.ROUTES,
    *policy_page.ROUTES,
    *files.ROUTES,
    *editing.ROUTES,
    *importing.ROUTES,
    *approving.ROUTES,
    *exporting.ROUTES,
    *seeing.ROUTES,
    *setting.ROUTES,
    *sheet.ROUTES,
    *by_hand_page.ROUTES,
    *make_up.ROUTES,
    *candidates.ROUTES,
    *watching.ROUTES,
    *results_page.ROUTES,
    *ruling.ROUTES,
    *judging.ROUTES,
    *points.ROUTES,
    *month_page.ROUTES,
    *downloads.ROUTES,
    *bulletins.ROUTES,
    *cards.ROUTES,
]
