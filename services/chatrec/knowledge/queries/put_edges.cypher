UNWIND $rows AS row
MATCH (head:Node {catalogue: $catalogue, id: row.head})
MATCH (tail:Node {catalogue: $catalogue, id: row.tail})
MERGE (head)-[edge:EDGE {relation: row.relation, facet: row.facet}]->(tail)
SET edge.position = row.position, edge.stamp = $stamp
