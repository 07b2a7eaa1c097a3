CALL db.index.vector.queryNodes('item_vectors', $neighbours, $vector) YIELD node, score
WHERE node.tenant = $tenant AND node.catalogue = $catalogue
RETURN node.id AS id, score
LIMIT $limit
