DROP INDEX node_catalogue IF EXISTS
