"""Tasks whose cases are facts of a graph that were taken out."""
