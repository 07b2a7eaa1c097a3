"""What a user brings: items, entities, facets, answers; read strictly, every mistake named."""
