CREATE INDEX node_catalogue IF NOT EXISTS
FOR (n:Node) ON (n.tenant, n.catalogue)
