MATCH (u:User {tenant: $tenant, catalogue: $catalogue})-[used:USED]->(n:Node)
RETURN u.id AS user, n.id AS item, used.value AS value, used.unix_s AS unix_s, used.position AS position
