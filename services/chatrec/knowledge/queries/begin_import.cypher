MERGE (c:Catalogue {tenant: $tenant, name: $catalogue})
SET c.importing = $stamp
