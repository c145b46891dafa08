foreach(file cookies proxy rate_limit city_files route call auth head market master_key feed compression page_policy)
  xenia_test(unit/service/${file}_test.c service)
endforeach()
add_test(NAME service/page_size COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/page_size.sh
         ${CMAKE_BINARY_DIR}/src/service/page/served)
