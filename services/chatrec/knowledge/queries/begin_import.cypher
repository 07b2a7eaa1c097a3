MERGE (c:Catalogue {name: $catalogue})
SET c.importing = $stamp
