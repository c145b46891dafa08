# Benchmarks tell times and never fail on them (bench/README.md). ctest runs each with a tiny n, only to prove that
# it runs: ctest -L bench.
# xenia_bench(ranking_bench SOURCES generated.c ARGUMENTS 500 1 USES study): ARGUMENTS are those under ctest.
function(xenia_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;ARGUMENTS;USES" ${ARGN})
  list(TRANSFORM ARG_SOURCES PREPEND bench/)
  add_executable(${name} bench/${name}.c bench/bench.c support/shared.c ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE support)
  target_link_libraries(${name} PRIVATE xenia_flags)
  foreach(layer ${ARG_USES})
    target_link_libraries(${name} PRIVATE xenia_${layer})
  endforeach()
  target_link_libraries(${name} PRIVATE m)
  if(ARG_ARGUMENTS)
    add_test(NAME bench/${name} COMMAND ${name} ${ARG_ARGUMENTS} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(bench/${name} PROPERTIES LABELS bench SKIP_RETURN_CODE 77)
  endif()
endfunction()

xenia_bench(london_bench ARGUMENTS 1 USES study)
xenia_bench(ranking_bench SOURCES generated.c ARGUMENTS 500 1 USES study exchange)
xenia_bench(concentration_bench ARGUMENTS 2000 1 USES seg)
xenia_bench(daemon_bench USES base)
add_test(NAME bench/daemon_bench COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/daemon_bench.sh $<TARGET_FILE_DIR:xenia>
         $<TARGET_FILE:daemon_bench> 16 2)
set_tests_properties(bench/daemon_bench PROPERTIES LABELS bench SKIP_RETURN_CODE 77 TIMEOUT 600)
