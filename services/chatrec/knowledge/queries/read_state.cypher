OPTIONAL MATCH (c:Catalogue {tenant: $tenant, name: $catalogue})
RETURN c.head AS head, c.generation AS generation, c.revision AS revision, c.importing AS importing
