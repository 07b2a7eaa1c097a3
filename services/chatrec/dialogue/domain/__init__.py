"""Pure logic of reading utterances and wording moves."""
