"""All addresses of the settings and of the audit log."""

from . import audit, settings

ROUTES = [*settings.ROUTES, *audit.ROUTES]
