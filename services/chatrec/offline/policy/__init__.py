"""Jobs of the policy: people to practise on, a Gymnasium environment, and training up to the artefact.

What the simulator does not model: what people say in words and how it is misread, tastes that change within a
conversation, several people behind one account, items that are bought together, and whether an item pleases once it is
at home. Its people know one item that they would be happy with and compare all others with it.

The users of the published dialogues (`attribute_dialogues`) are simpler still: they want exactly one item, answer every
question about it with yes or no, never leave, and are wrong by chance alone, not where an attribute is hard to judge.
"""
