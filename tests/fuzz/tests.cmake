xenia_test(fuzz/torture_test.c geo)
xenia_test(fuzz/feeds_test.c exchange)
