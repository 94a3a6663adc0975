"""The routes of setting, invigilating and marking."""

from . import candidates, downloads, judging, listing, points, results_page, ruling, setting, sheet, watching

ROUTES = [
    *listing.ROUTES,
    *setting.ROUTES,
    *sheet.ROUTES,
    *candidates.ROUTES,
    *watching.ROUTES,
    *results_page.ROUTES,
    *ruling.ROUTES,
    *judging.ROUTES,
    *points.ROUTES,
    *downloads.ROUTES,
]
