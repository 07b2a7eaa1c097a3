CALL db.index.fulltext.queryNodes('node_names', $query) YIELD node, score
WHERE node.tenant = $tenant AND node.catalogue = $catalogue
RETURN node.id AS id, score
LIMIT $limit
