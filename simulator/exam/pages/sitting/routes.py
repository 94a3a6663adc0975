"""All routes of the examinee's pages."""

from . import answering, calls, listing, page, results

ROUTES = [*answering.ROUTES, *calls.ROUTES, *page.ROUTES, *listing.ROUTES, *results.ROUTES]
