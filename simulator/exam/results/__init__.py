"""What an exam came to: marks, rulings, the pass mark."""
