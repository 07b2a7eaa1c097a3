"""Learning what the graph is worth: held-out interactions, weights fitted on them, and the card."""
