UNWIND $rows AS row
MERGE (n:Node {tenant: $tenant, catalogue: $catalogue, id: row.id})
SET n:Item, n = row
REMOVE n:Entity
