"""Chat-REC: a conversational recommender that explains itself from a knowledge graph."""
