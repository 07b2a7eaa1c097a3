CREATE VECTOR INDEX item_vectors IF NOT EXISTS
FOR (n:Item) ON (n.vector)
OPTIONS $options
