xenia_test(unit/study/indices_test.c study)
xenia_test(unit/study/placements_test.c study)
xenia_test(unit/study/ranking_test.c study exchange)
target_link_libraries(unit_study_ranking_test PRIVATE PkgConfig::JANSSON)
