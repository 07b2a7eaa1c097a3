CREATE CONSTRAINT node_id IF NOT EXISTS
FOR (n:Node) REQUIRE (n.tenant, n.catalogue, n.id) IS UNIQUE
