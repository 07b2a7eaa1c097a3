OPTIONAL MATCH (c:Catalogue {name: $catalogue})
RETURN c.head AS head, c.generation AS generation, c.importing AS importing
