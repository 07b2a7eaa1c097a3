MATCH (u:User {tenant: $tenant, catalogue: $catalogue})
WHERE u.stamp <> $stamp
CALL (u) { DETACH DELETE u } IN TRANSACTIONS OF 1000 ROWS
