"""OpenDialKG: which item a recommender names next, with the path in the graph that leads to it."""
