MATCH (c:Catalogue {tenant: $tenant, name: $catalogue})
WITH c, coalesce(c.revision, 0) AS before
SET c.generation = $generation,
    c.revision = CASE WHEN before < timestamp() THEN timestamp() ELSE before + 1 END
RETURN before, c.revision AS after
