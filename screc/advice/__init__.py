"""What follows for an area: ranking, outcome, questions."""
