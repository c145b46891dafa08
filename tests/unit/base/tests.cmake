foreach(test status_test memory_test buf_test json_test text_test date_test csv_test random_test parallel_test
             digest_test message_test file_test sealed_test password_test signing_test)
  xenia_test(unit/base/${test}.c base)
endforeach()
