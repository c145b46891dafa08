xenia_test(property/seg_property_test.c seg base)
