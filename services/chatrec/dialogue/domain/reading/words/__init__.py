"""Words: an utterance as it is searched, and what its words are in grammar, whatever they are about."""
