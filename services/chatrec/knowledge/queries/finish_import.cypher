MATCH (c:Catalogue {tenant: $tenant, name: $catalogue, importing: $stamp})
SET c.revision = CASE
  WHEN c.generation = $generation THEN c.revision
  WHEN coalesce(c.revision, 0) < timestamp() THEN timestamp()
  ELSE c.revision + 1
END
SET c.head = $head, c.generation = $generation
REMOVE c.importing
RETURN c.name AS name
