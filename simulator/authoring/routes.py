"""The addresses of all pages about the trainers' cases."""

from . import case_page, drawing, editing, starting, trying, worth

ROUTES = [
    *starting.ROUTES,  # before the cases, whose ids stand at the same place of an address
    *case_page.ROUTES,
    *editing.ROUTES,
    *drawing.ROUTES,
    *worth.ROUTES,
    *trying.ROUTES,
]
