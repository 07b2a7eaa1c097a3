UNWIND $ids AS id
MATCH (n:Node {tenant: $tenant, catalogue: $catalogue, id: id})
DETACH DELETE n
