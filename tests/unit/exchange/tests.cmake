foreach(test money_test policy_file_test signature_test city_file_test placements_file_test household_file_test
             offers_file_test twente_offers_test demo_city_test mutation_test)
  xenia_test(unit/exchange/${test}.c exchange)
endforeach()
xenia_test(unit/exchange/demo_ranking_test.c study exchange)
