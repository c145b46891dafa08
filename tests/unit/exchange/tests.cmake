foreach(test money_test policy_file_test policy_indicators_test override_file_test institutions_file_test signature_test city_file_test placements_file_test household_file_test
             offers_file_test twente_offers_test demo_city_test mutation_test household_json_test households_file_test openimmo_test
             vera_test request_json_test)
  xenia_test(unit/exchange/${test}.c exchange)
endforeach()
xenia_test(unit/exchange/demo_ranking_test.c study exchange)
xenia_test(unit/exchange/district_aliases_test.c study exchange)
xenia_test(unit/exchange/real_feeds_test.c study exchange)

# Every VERA document that we write, against the standard's schema in ../shared.
find_package(Python3 COMPONENTS Interpreter)
add_executable(vera_documents ${CMAKE_CURRENT_LIST_DIR}/vera_documents.c)
target_link_libraries(vera_documents PRIVATE xenia_flags xenia_exchange)
if(Python3_FOUND)
  add_test(NAME unit/exchange/vera_schema_test
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/vera_schema_test.py $<TARGET_FILE:vera_documents>
            ${PROJECT_SOURCE_DIR}/../shared)
  set_tests_properties(unit/exchange/vera_schema_test PROPERTIES SKIP_RETURN_CODE 77)
endif()
