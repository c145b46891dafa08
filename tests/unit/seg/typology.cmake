# The classes of areas: the beta distribution under them, the strength of shrinkage, the rules themselves.
foreach(source unit/seg/beta_test.c unit/seg/shrinkage_test.c unit/seg/judgement_test.c
    unit/seg/typology_test.c unit/seg/status_index_test.c unit/seg/hysteresis_test.c property/typology_property_test.c)
  xenia_test(${source} seg)
endforeach()
target_include_directories(unit_seg_beta_test PRIVATE ${PROJECT_SOURCE_DIR}/src/seg)
target_include_directories(unit_seg_shrinkage_test PRIVATE ${PROJECT_SOURCE_DIR}/src/seg)
