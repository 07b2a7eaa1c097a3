OPTIONAL MATCH (c:Catalogue {name: $catalogue})
SET c.changing = true
REMOVE c.changing
RETURN c.head AS head, c.generation AS generation, c.importing AS importing
