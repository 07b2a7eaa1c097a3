MATCH (c:Catalogue {name: $catalogue, importing: $stamp})
SET c.head = $head, c.generation = $generation
REMOVE c.importing
RETURN c.name AS name
