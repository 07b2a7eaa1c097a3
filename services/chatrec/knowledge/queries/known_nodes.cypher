UNWIND $ids AS id
MATCH (n:Node {tenant: $tenant, catalogue: $catalogue, id: id})
RETURN n.id AS id, n:Item AS item, n.position AS position
