UNWIND $ids AS id
MATCH (:Node {tenant: $tenant, catalogue: $catalogue, id: id})-[edge:EDGE]->()
WHERE edge.facet <> ''
DELETE edge
