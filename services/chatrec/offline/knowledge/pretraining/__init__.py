"""Graph pretraining: vectors of entities and relations from which the graph's own held-out facts can be told."""
