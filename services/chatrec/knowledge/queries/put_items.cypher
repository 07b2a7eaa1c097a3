UNWIND $rows AS row
MERGE (n:Node {catalogue: $catalogue, id: row.id})
SET n:Item, n = row
REMOVE n:Entity
