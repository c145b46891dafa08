xenia_test(unit/city/city_test.c city)
xenia_test(unit/city/real_cities_test.c city)
xenia_test(unit/city/indicators_test.c city)
xenia_test(unit/city/areas_image_test.c city)
