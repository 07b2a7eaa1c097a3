UNWIND $rows AS row
MATCH (a:Answer {catalogue: $catalogue, id: row.answer})
MATCH (n:Node {catalogue: $catalogue, id: row.item})
MERGE (a)-[about:ABOUT {position: row.position}]->(n)
SET about.stamp = $stamp
