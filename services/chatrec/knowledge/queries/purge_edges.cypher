MATCH (:Node {tenant: $tenant, catalogue: $catalogue})-[edge:EDGE]->()
WHERE edge.stamp <> $stamp
CALL (edge) { DELETE edge } IN TRANSACTIONS OF 10000 ROWS
