"""The reports of an exam: the examinee's result, the month of a team or a desk, the item analysis."""
