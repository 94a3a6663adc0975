"""All addresses of the trainers' cases."""

from . import case_page, drawing, editing, figures, listing, starting, trying

ROUTES = [
    *listing.ROUTES,
    *starting.ROUTES,  # before the cases, whose ids stand at the same place of an address
    *case_page.ROUTES,
    *editing.ROUTES,
    *drawing.ROUTES,
    *figures.ROUTES,
    *trying.ROUTES,
]
