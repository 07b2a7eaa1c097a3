UNWIND $rows AS row
MATCH (n:Node {tenant: $tenant, catalogue: $catalogue, id: row.item})
MERGE (u:User {tenant: $tenant, catalogue: $catalogue, id: row.user})
SET u.stamp = $stamp
MERGE (u)-[used:USED {position: row.position}]->(n)
SET used.value = row.value, used.unix_s = row.unix_s, used.stamp = $stamp
