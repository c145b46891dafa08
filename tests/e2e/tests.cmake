include(${CMAKE_CURRENT_LIST_DIR}/cli/tests.cmake OPTIONAL)
include(${CMAKE_CURRENT_LIST_DIR}/daemon/tests.cmake OPTIONAL)

# The web page. Its sentences, and what it reads out of texts, are checked with node alone; the page itself runs in
# Debian's Chromium against a real daemon, and needs what `npm ci` in tests/e2e installs.
find_program(NODE node)
if(NODE)
  add_test(NAME e2e/messages COMMAND ${NODE} --test messages_test.mjs WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR})
  add_test(NAME e2e/page_parts COMMAND ${NODE} --test page_parts_test.mjs WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR})
endif()
find_program(CHROMIUM chromium)
if(NODE AND CHROMIUM AND EXISTS ${CMAKE_CURRENT_LIST_DIR}/node_modules/playwright-core)
  add_test(NAME e2e/page_on_daemon COMMAND ${CMAKE_COMMAND} -E env CHROMIUM=${CHROMIUM} sh
           ${CMAKE_CURRENT_LIST_DIR}/page_on_daemon.sh $<TARGET_FILE:xenia> $<TARGET_FILE:xeniad> ${NODE})
  set_tests_properties(e2e/page_on_daemon PROPERTIES TIMEOUT 1800 LABELS browser)
else()
  message(STATUS "The page is not tested: run `npm ci` in tests/e2e and install chromium")
endif()
