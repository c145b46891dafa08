foreach(file cookies proxy rate_limit city_files route call auth head market master_key feed compression)
  xenia_test(unit/service/${file}_test.c service)
endforeach()
