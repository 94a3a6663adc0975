"""The addresses of everything about attempts."""

from . import again, commenting, comparing, debrief_page, listing, retry_page

ROUTES = [
    *listing.ROUTES,
    *comparing.ROUTES,  # one of its addresses would fit an attempt's name
    *debrief_page.ROUTES,
    *commenting.ROUTES,
    *again.ROUTES,
    *retry_page.ROUTES,
]
