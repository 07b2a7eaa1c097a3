"""The ports made real: gRPC leaves, and session stores in sqlite, in memory and in Redis."""
