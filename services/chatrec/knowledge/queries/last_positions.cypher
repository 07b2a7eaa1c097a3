OPTIONAL MATCH (i:Item {catalogue: $catalogue})
WITH max(i.position) AS items
OPTIONAL MATCH (e:Entity {catalogue: $catalogue})
WITH items, max(e.position) AS entities
OPTIONAL MATCH (:Node {catalogue: $catalogue})-[edge:EDGE {facet: ''}]->()
RETURN coalesce(items, -1) AS items, coalesce(entities, -1) AS entities, coalesce(max(edge.position), -1) AS edges
