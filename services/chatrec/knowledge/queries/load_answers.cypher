MATCH (a:Answer {tenant: $tenant, catalogue: $catalogue})
OPTIONAL MATCH (a)-[about:ABOUT]->(n:Node)
WITH a, about, n ORDER BY about.position
RETURN properties(a) AS row, collect(n.id) AS items
