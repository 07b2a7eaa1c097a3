UNWIND $ids AS id
MATCH (:Node {catalogue: $catalogue, id: id})-[edge:EDGE]->()
WHERE edge.facet <> ''
DELETE edge
