"""What each reply of a call was worth, and what would have been better."""
