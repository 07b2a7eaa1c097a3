MATCH (item:Item {tenant: $tenant, catalogue: $catalogue})
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
RETURN item.id AS id, item.popularity AS popularity, 0.0 AS evidence
ORDER BY popularity DESC, id
LIMIT $limit
