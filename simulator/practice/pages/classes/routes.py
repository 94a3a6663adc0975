"""The addresses of the pages about classes, assignments and targets."""

from . import assigning, assignments, class_page, exporting, listing, member_page, targets

ROUTES = [
    *listing.ROUTES,
    *class_page.ROUTES,
    *member_page.ROUTES,
    *exporting.ROUTES,
    *assigning.ROUTES,
    *assignments.ROUTES,
    *targets.ROUTES,
]
