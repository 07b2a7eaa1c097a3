CREATE CONSTRAINT user_id IF NOT EXISTS
FOR (u:User) REQUIRE (u.tenant, u.catalogue, u.id) IS UNIQUE
