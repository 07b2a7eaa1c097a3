MATCH (:User {tenant: $tenant, catalogue: $catalogue})-[used:USED]->()
WHERE used.stamp <> $stamp
CALL (used) { DELETE used } IN TRANSACTIONS OF 10000 ROWS
