/* readings_test.c - what the catalogue says of an index, it says in every language. */
#include "test.h"
#include <string.h>
#include "xenia/indices.h"

static void every_index_has_names_and_readings_in_three_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < xn_index_count(); i++) {
        const struct xn_index_entry *entry = xn_index_at(i);
        assert_int_not_equal(strlen(entry->name[XN_RUSSIAN]), 0);
        for (int language = XN_DUTCH; language <= XN_GERMAN; language++) {
            if (strcmp(xn_message((enum xn_language)language, entry->reading), entry->reading) == 0)
                fail_msg("%s has no reading in %s", entry->id, xn_language_tag((enum xn_language)language));
            assert_int_not_equal(strlen(entry->name[language]), 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_index_has_names_and_readings_in_three_languages),
    };
    return XN_RUN(tests);
}
