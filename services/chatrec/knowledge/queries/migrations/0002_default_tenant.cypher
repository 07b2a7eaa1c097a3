MATCH (n:Node|Answer|User|Catalogue)
WHERE n.tenant IS NULL
CALL (n) { SET n.tenant = 'default' } IN TRANSACTIONS OF 10000 ROWS
