#include "test.h"
#include <string.h>
#include "counted_memory.h"
#include "xenia/memory.h"

static void an_arena_frees_everything(void **state)
{
    (void)state;
    const size_t before = xn_test_live_blocks();
    struct xn_arena *arena = xn_arena_new();
    for (size_t i = 1; i < 3000; i++) {
        unsigned char *block = xn_arena_alloc(arena, i % 700, 3);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
        for (size_t b = 0; b < i % 700 * 3; b++)
            assert_int_equal(block[b], 0);
        memset(block, 0xAB, i % 700 * 3);
    }
    assert_non_null(xn_arena_alloc(arena, 5u << 20, 1)); /* larger than a chunk */
    xn_arena_free(arena);
    assert_int_equal(xn_test_live_blocks(), before);
}

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    assert_null(xn_arena_alloc(arena, SIZE_MAX / 2, 3));
    assert_null(xn_arena_alloc(arena, SIZE_MAX, 1));
    assert_null(xn_realloc(NULL, SIZE_MAX / 2, 3));
}

static void text_is_copied_and_printed(void **state)
{
    (void)state;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    assert_string_equal(xn_arena_strdup(arena, "Coerde"), "Coerde");
    assert_string_equal(xn_arena_strndup(arena, "Coerde", 3), "Coe");
    assert_string_equal(xn_arena_printf(arena, "%s %d", "district", 76), "district 76");
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    const size_t before = xn_test_live_blocks();
    for (size_t n = 1; n < 6; n++) {
        xn_test_fail_allocation(n);
        struct xn_arena *arena = xn_arena_new();
        for (size_t i = 0; arena && i < 8; i++)
            if (!xn_arena_alloc(arena, 4000, 1))
                break;
        xn_arena_free(arena);
        assert_int_equal(xn_test_live_blocks(), before);
    }
    xn_test_fail_allocation(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_frees_everything),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(text_is_copied_and_printed),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return XN_RUN(tests);
}
