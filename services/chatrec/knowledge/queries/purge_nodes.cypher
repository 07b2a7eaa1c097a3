MATCH (n:Node {tenant: $tenant, catalogue: $catalogue})
WHERE n.stamp <> $stamp
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS
