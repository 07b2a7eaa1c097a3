"""Catalogues, snapshots and reasoning, pure: no files, no servers."""
