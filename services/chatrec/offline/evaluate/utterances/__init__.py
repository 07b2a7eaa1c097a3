"""Tasks over single utterances: what each of them wants."""
