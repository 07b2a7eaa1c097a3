CALL db.index.vector.queryNodes('item_vectors', $neighbours, $vector) YIELD node, score
WHERE node.catalogue = $catalogue
RETURN node.id AS id, score
LIMIT $limit
