MATCH (u:User {tenant: $tenant, catalogue: $catalogue})
WHERE NOT (u)-[:USED]->()
DELETE u
