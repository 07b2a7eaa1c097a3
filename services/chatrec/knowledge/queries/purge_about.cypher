MATCH (:Answer {tenant: $tenant, catalogue: $catalogue})-[about:ABOUT]->()
WHERE about.stamp <> $stamp
CALL (about) { DELETE about } IN TRANSACTIONS OF 10000 ROWS
