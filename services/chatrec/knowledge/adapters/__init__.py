"""Where catalogues and snapshots really lie: files and Neo4j."""
