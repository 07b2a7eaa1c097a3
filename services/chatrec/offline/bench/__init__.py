"""Benchmarks: each module's `run` measures one part beside its peers and gives the JSON of a report."""
