"""Cases as kept folders: bundles, drafts, versions, what comes in from a browser, and solutions."""
