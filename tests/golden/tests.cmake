xenia_test(golden/nc_test.c seg geo base)
