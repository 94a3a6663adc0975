"""The addresses of all pages about accounts, sign-in, settings and the audit log."""

from . import account, account_pages, audit, importing, invitations, listing, settings, signing, teams

ROUTES = [
    *signing.ROUTES,
    *account.ROUTES,
    *listing.ROUTES,
    *invitations.ROUTES,
    *importing.ROUTES,
    *teams.ROUTES,
    *account_pages.ROUTES,
    *settings.ROUTES,
    *audit.ROUTES,
]
