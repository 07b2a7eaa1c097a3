UNWIND $rows AS row
MATCH (n:Node {catalogue: $catalogue, id: row.id})
CALL db.create.setNodeVectorProperty(n, 'vector', row.vector)
