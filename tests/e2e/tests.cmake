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
find_program(HEADLESS_SHELL chromium-headless-shell)
if(NODE AND CHROMIUM AND EXISTS ${CMAKE_CURRENT_LIST_DIR}/node_modules/playwright-core)
  # Each file with a daemon and a city of its own; the longest first. Debian's headless shell is the same engine without
  # the browser around it, whose windows cost more than the page; one file takes the browser that people have.
  if(NOT HEADLESS_SHELL)
    set(HEADLESS_SHELL ${CHROMIUM})
  endif()
  set(browser_of_desk ${HEADLESS_SHELL})
  set(browser_of_maps ${HEADLESS_SHELL})
  set(browser_of_page ${CHROMIUM})
  foreach(part desk maps page)
    add_test(NAME e2e/page/${part} COMMAND ${CMAKE_COMMAND} -E env CHROMIUM=${browser_of_${part}} sh
             ${CMAKE_CURRENT_LIST_DIR}/page_on_daemon.sh $<TARGET_FILE:xenia> $<TARGET_FILE:xeniad> ${NODE}
             ${part}_test.mjs)
    set_tests_properties(e2e/page/${part} PROPERTIES TIMEOUT 1800 LABELS browser COST 1000)
  endforeach()
else()
  message(STATUS "The page is not tested: run `npm ci` in tests/e2e and install chromium")
endif()
