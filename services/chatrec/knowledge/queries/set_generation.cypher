MATCH (c:Catalogue {name: $catalogue})
SET c.generation = $generation
