CREATE FULLTEXT INDEX node_names IF NOT EXISTS
FOR (n:Node) ON EACH [n.names]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}
