# The daemon against a real PostgreSQL: tests/e2e/daemon/lib.sh says how. Each has a
# database and a port of its own; those that count milliseconds run alone.
foreach(test identity tls topology packs real_published roles attack formats forbidden_inputs live desk desk_api desk_inputs desk_batch desk_real loop burst routes published programme protocol changes faults real_city one_week sealing sealing_faults parallel private_cluster)
  add_test(NAME e2e/daemon/${test} COMMAND ${CMAKE_COMMAND} -E env XENIA=$<TARGET_FILE:xenia>
           XENIAD=$<TARGET_FILE:xeniad> SOURCE=${PROJECT_SOURCE_DIR} sh ${CMAKE_CURRENT_LIST_DIR}/${test}_test.sh
           WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(e2e/daemon/${test} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600 LABELS database)
endforeach()
set_tests_properties(e2e/daemon/faults e2e/daemon/parallel e2e/daemon/protocol PROPERTIES RUN_SERIAL TRUE)
if(XN_SANITIZE)
  set_tests_properties(e2e/daemon/real_published PROPERTIES ENVIRONMENT XN_SMALL=yes)
endif()
