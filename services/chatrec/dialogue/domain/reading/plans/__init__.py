"""Plans: what an utterance wants of a plan and changes in it, where its catalogue makes plans."""
