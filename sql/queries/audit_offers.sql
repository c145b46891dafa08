SELECT row_id, pg_catalog.encode(found, 'hex'), pg_catalog.encode(wanted, 'hex')
FROM audit.offers_unlike_dwellings($1)
ORDER BY row_id
