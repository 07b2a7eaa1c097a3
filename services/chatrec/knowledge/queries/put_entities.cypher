UNWIND $rows AS row
MERGE (n:Node {catalogue: $catalogue, id: row.id})
SET n:Entity, n = row
REMOVE n:Item
