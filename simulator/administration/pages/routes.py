"""All addresses of the people's pages."""

from . import account_pages, importing, invitations, listing, teams

ROUTES = [
    *listing.ROUTES,
    *invitations.ROUTES,
    *importing.ROUTES,
    *teams.ROUTES,
    *account_pages.ROUTES,
]
