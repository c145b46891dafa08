xenia_test(fuzz/torture_test.c geo)
