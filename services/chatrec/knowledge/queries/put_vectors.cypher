UNWIND $rows AS row
MATCH (n:Node {tenant: $tenant, catalogue: $catalogue, id: row.id})
CALL db.create.setNodeVectorProperty(n, 'vector', row.vector)
