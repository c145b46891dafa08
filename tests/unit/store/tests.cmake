# Each starts a PostgreSQL of its own; skipped (77) where there is none.
foreach(file private_cluster migrate pg identity cities counts institutions offers placements policies overrides publications snapshots session accounts sessions tries tokens memory change households lifecycle objections
             concurrency audit_seal audit_verify audit_concurrency purge)
  xenia_test(unit/store/${file}_test.c store)
endforeach()
set_tests_properties(unit/store/concurrency_test PROPERTIES LABELS database)
