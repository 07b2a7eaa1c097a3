CREATE CONSTRAINT catalogue_name IF NOT EXISTS
FOR (c:Catalogue) REQUIRE (c.tenant, c.name) IS UNIQUE
