UNWIND $seeds AS seed
MATCH (s:Node {tenant: $tenant, catalogue: $catalogue, id: seed.id})
UNWIND $items AS id
MATCH (item:Node {tenant: $tenant, catalogue: $catalogue, id: id})
CALL (s, item) {
  MATCH (s)-[e:EDGE]-(item)
  RETURN [e] AS edges, $direct AS mass
  UNION ALL
  MATCH (s)-[first:EDGE]-(shared:Node)-[second:EDGE]-(item)
  WHERE item <> s AND COUNT { (shared)-[:EDGE]-() } <= $most_degree
  RETURN [first, second] AS edges, (1.0 + COUNT { (shared)-[:EDGE]-() }) ^ $rarity AS mass
}
WITH id, seed, edges, mass ORDER BY mass DESC
WITH id, seed, sum(mass) AS total, collect({edges: edges, mass: mass})[..3] AS best
UNWIND best AS way
RETURN id, seed.preference AS preference,
  seed.weight * total / (total + $half) * way.mass / total AS gain,
  [e IN way.edges | [startNode(e).id, e.relation, endNode(e).id]] AS triples
ORDER BY id, gain DESC, triples
