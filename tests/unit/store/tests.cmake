# Each starts a PostgreSQL of its own; skipped (77) where there is none.
foreach(file private_cluster migrate pg cities counts offers placements policies overrides snapshots session tokens memory change households lifecycle objections
             concurrency)
  xenia_test(unit/store/${file}_test.c store)
endforeach()
set_tests_properties(unit/store/concurrency_test PROPERTIES LABELS database)
