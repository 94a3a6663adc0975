"""The exam in the browser: the bank, setting, sitting, results."""
