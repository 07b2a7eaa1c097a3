MATCH (n:Entity {tenant: $tenant, catalogue: $catalogue})
RETURN properties(n) AS row
