MATCH (head:Node {tenant: $tenant, catalogue: $catalogue})-[edge:EDGE]->(tail:Node)
RETURN head.id AS head, edge.relation AS relation, edge.facet AS facet, tail.id AS tail, edge.position AS position
