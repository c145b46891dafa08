# The command line, end to end: each file is one POSIX sh program that runs the built `xenia` and looks at exit
# codes, standard output and standard error (lib.sh). Those that need ../shared or PostgreSQL skip without it.
# XN_WRITE_GOLDEN=1 ctest -R e2e/cli/golden rewrites tests/golden/cli instead of comparing with it.
foreach(test usage golden sheet bad_layers bad_counts bad_offers bad_policies ranking no_store
        nc_values real_cities map twente feeds torture store policies office accounts match audit replay past publish purge logs papers)
  add_test(NAME e2e/cli/${test} COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/${test}_test.sh
           WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(e2e/cli/${test} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600
                       ENVIRONMENT "XENIA=$<TARGET_FILE:xenia>;SOURCE=${PROJECT_SOURCE_DIR}")
endforeach()
set_tests_properties(e2e/cli/store e2e/cli/policies e2e/cli/office e2e/cli/audit e2e/cli/replay e2e/cli/past e2e/cli/publish e2e/cli/purge e2e/cli/logs e2e/cli/papers PROPERTIES LABELS database)
set_tests_properties(e2e/cli/no_store PROPERTIES TIMEOUT 60)
set_tests_properties(e2e/cli/logs PROPERTIES RESOURCE_LOCK daemon
                     ENVIRONMENT "XENIA=$<TARGET_FILE:xenia>;XENIAD=$<TARGET_FILE:xeniad>;SOURCE=${PROJECT_SOURCE_DIR}")
