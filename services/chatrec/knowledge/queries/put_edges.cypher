UNWIND $rows AS row
MATCH (head:Node {tenant: $tenant, catalogue: $catalogue, id: row.head})
MATCH (tail:Node {tenant: $tenant, catalogue: $catalogue, id: row.tail})
MERGE (head)-[edge:EDGE {relation: row.relation, facet: row.facet}]->(tail)
SET edge.position = row.position, edge.stamp = $stamp
