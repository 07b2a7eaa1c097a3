MATCH (a:Answer {tenant: $tenant, catalogue: $catalogue})
WHERE a.stamp <> $stamp
CALL (a) { DETACH DELETE a } IN TRANSACTIONS OF 1000 ROWS
