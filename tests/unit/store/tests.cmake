# Each starts a PostgreSQL of its own; skipped (77) where there is none.
foreach(file private_cluster migrate pg cities counts offers placements policies snapshots session tokens memory)
  xenia_test(unit/store/${file}_test.c store)
endforeach()
