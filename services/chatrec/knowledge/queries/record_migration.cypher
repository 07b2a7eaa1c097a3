MERGE (m:Migration {name: $migration})
SET m.sha256 = $sha256
