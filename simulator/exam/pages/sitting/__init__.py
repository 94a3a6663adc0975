"""The examinee's pages: exams to sit, the paper, and the result once it is told."""
