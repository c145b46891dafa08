# Makes the page as it is served, and writes it as a table of embedded files (embed.cmake): our modules as one
# (esbuild, which ships with Debian: a chain of modules would be a chain of waits), style sheets as one, each text file
# beside its gzip. Run by src/service/CMakeLists.txt with SOURCES, LEAFLET, FOLDER (to work in), ESBUILD, OUTPUT
# and SYMBOL.
function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${FOLDER} RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "${ARGN}: ${failed}")
  endif()
endfunction()

file(REMOVE_RECURSE ${FOLDER})
file(COPY ${SOURCES} DESTINATION ${FOLDER})
file(COPY ${LEAFLET}/images DESTINATION ${FOLDER})
configure_file(${LEAFLET}/leaflet.esm.min.js ${FOLDER}/leaflet.js COPYONLY)
configure_file(${LEAFLET}/leaflet.css ${FOLDER}/leaflet.css COPYONLY)

set(plain --bundle --minify --target=es2022,chrome110,firefox110,safari16 --log-level=warning)
run(${ESBUILD} app.js ${plain} --format=esm --outdir=served)
run(${ESBUILD} page.css ${plain} --external:images/* --outdir=served)
configure_file(${FOLDER}/index.html ${FOLDER}/served/index.html COPYONLY)

file(GLOB served ${FOLDER}/served/*)
foreach(file ${served})
  run(gzip -9nk ${file})
endforeach()
file(GLOB served ${FOLDER}/served/*)
file(GLOB images ${FOLDER}/images/*.png)
list(APPEND served ${images})
# Not part of the page: what its modules import when they are served from a folder while developing.
list(APPEND served ${FOLDER}/leaflet.js ${FOLDER}/leaflet.css)
list(SORT served)
set(FILES ${served})
include(${CMAKE_CURRENT_LIST_DIR}/embed.cmake)
