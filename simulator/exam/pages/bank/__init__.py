"""The bank at the desk: policies, bulletins and questions, written, checked, published, brought in."""
