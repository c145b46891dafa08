xenia_test(reference/indices_test.c seg base)
