UNWIND $seeds AS seed
MATCH (s:Node {tenant: $tenant, catalogue: $catalogue, id: seed.id})
CALL (s) {
  MATCH (s)-[:EDGE]-(item:Item)
  RETURN item, $direct AS mass
  UNION ALL
  MATCH (s)-[:EDGE]-(shared:Node)
  WHERE COUNT { (shared)-[:EDGE]-() } <= $most_degree
  MATCH (shared)-[:EDGE]-(item:Item)
  WHERE item <> s
  RETURN item, (1.0 + COUNT { (shared)-[:EDGE]-() }) ^ $rarity AS mass
}
WITH item, seed, sum(mass) AS mass
WHERE item.available AND NOT item.id IN $left_out
  AND all(f IN $filters WHERE f.negated <> (
    (f.property <> '' AND (
      (f.test = 'in' AND coalesce(item[f.property][0] IN f.values, false))
      OR (f.test = '<' AND coalesce(item[f.property][0] < f.limit, false))
      OR (f.test = '<=' AND coalesce(item[f.property][0] <= f.limit, false))
      OR (f.test = '>' AND coalesce(item[f.property][0] > f.limit, false))
      OR (f.test = '>=' AND coalesce(item[f.property][0] >= f.limit, false))))
    OR (f.test = 'kind' AND item.kind IN f.values)
    OR (f.test = 'item' AND item.id IN f.values)
    OR (f.test = 'entity' AND EXISTS {
      MATCH (item)-[e:EDGE]->(v:Node)
      WHERE e.relation IN f.relations AND v.id IN f.values })))
WITH item, sum(seed.weight * mass / (mass + $half)) AS evidence
RETURN item.id AS id, item.popularity AS popularity, evidence
ORDER BY evidence DESC, popularity DESC, id
LIMIT $limit
