UNWIND $ids AS id
MATCH (n:Node {catalogue: $catalogue, id: id})
DETACH DELETE n
