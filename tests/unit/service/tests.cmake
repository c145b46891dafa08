foreach(file disclosure city_files route call auth head market)
  xenia_test(unit/service/${file}_test.c service)
endforeach()
