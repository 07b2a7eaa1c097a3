OPTIONAL MATCH (i:Item {tenant: $tenant, catalogue: $catalogue})
WITH max(i.position) AS items
OPTIONAL MATCH (e:Entity {tenant: $tenant, catalogue: $catalogue})
WITH items, max(e.position) AS entities
OPTIONAL MATCH (:Node {tenant: $tenant, catalogue: $catalogue})-[edge:EDGE {facet: ''}]->()
RETURN coalesce(items, -1) AS items, coalesce(entities, -1) AS entities, coalesce(max(edge.position), -1) AS edges
