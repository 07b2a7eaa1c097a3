UNWIND $rows AS row
MERGE (a:Answer {catalogue: $catalogue, id: row.id})
SET a = row
