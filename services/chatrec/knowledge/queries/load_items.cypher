MATCH (n:Item {tenant: $tenant, catalogue: $catalogue})
RETURN properties(n) AS row
