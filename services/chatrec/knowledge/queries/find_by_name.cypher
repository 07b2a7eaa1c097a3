CALL db.index.fulltext.queryNodes('node_names', $query) YIELD node, score
WHERE node.catalogue = $catalogue
RETURN node.id AS id, score
LIMIT $limit
