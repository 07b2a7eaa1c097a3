MATCH (n:Entity {catalogue: $catalogue})
RETURN properties(n) AS row
