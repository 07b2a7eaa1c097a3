"""Multi-round dialogues with a simulated user who answers for one item: the protocol of SCPR and UNICORN."""
