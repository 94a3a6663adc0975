"""All addresses of the bank."""

from . import editing, exporting, files, importing, overview, policy_page, question_list, question_page

ROUTES = [
    *overview.ROUTES,
    *question_list.ROUTES,
    *question_page.ROUTES,
    *policy_page.ROUTES,
    *files.ROUTES,
    *editing.ROUTES,
    *importing.ROUTES,
    *exporting.ROUTES,
]
