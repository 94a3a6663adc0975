"""The notices that announce what has changed in a policy, and who has read them."""
