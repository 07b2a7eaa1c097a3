UNWIND $rows AS row
MATCH (a:Answer {tenant: $tenant, catalogue: $catalogue, id: row.answer})
MATCH (n:Node {tenant: $tenant, catalogue: $catalogue, id: row.item})
MERGE (a)-[about:ABOUT {position: row.position}]->(n)
SET about.stamp = $stamp
