"""Jobs on the graph: building snapshots, showing them."""
