UNWIND $rows AS row
MERGE (a:Answer {tenant: $tenant, catalogue: $catalogue, id: row.id})
SET a = row
