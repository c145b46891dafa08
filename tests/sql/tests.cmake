# The database by itself: roles, row-level security and grants (pgTAP). It starts a PostgreSQL of its own.
add_test(NAME sql/pgtap COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/run.sh ${PROJECT_SOURCE_DIR}
         WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
set_tests_properties(sql/pgtap PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600 LABELS database)
