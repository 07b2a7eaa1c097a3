UNWIND $rows AS row
MERGE (n:Node {tenant: $tenant, catalogue: $catalogue, id: row.id})
SET n:Entity, n = row
REMOVE n:Item
