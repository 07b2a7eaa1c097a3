MATCH (u:User {catalogue: $catalogue})
WHERE NOT (u)-[:USED]->()
DELETE u
