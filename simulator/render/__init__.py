"""What is written for people outside of a page: templates with values in, charts, tables for spreadsheets."""
