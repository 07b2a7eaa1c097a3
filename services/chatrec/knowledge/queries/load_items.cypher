MATCH (n:Item {catalogue: $catalogue})
RETURN properties(n) AS row
