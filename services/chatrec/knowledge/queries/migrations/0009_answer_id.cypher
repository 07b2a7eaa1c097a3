CREATE CONSTRAINT answer_id IF NOT EXISTS
FOR (a:Answer) REQUIRE (a.tenant, a.catalogue, a.id) IS UNIQUE
