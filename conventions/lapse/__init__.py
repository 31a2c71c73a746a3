"""The lapse (caducité) of a subsidy that nobody asked to be paid: who is near it, the letter that tells it."""
