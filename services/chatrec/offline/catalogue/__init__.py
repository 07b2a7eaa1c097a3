"""Jobs on catalogues: checking, exporting, importing from other formats."""
