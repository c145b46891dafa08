/* Tables: which encoding, which rows, and headers that lie. */
#include "test_layers.h"
#include "counted_memory.h"

struct outcome {
    enum xn_status status;
    struct xn_table *table;
    struct xn_notes notes;
    struct xn_error err;
};

static int set_up(void **state)
{
    struct folder *folder = xn_calloc(1, sizeof *folder);
    folder_new(folder);
    *state = folder;
    return 0;
}

static int tear_down(void **state)
{
    folder_delete(*state);
    xn_free(*state);
    return 0;
}

static struct outcome read_table(struct folder *folder)
{
    struct outcome o = {.notes = XN_NOTES_INIT};
    o.status = xn_dbf_read(in_folder(folder, "a.dbf"), &o.table, &o.notes, &o.err);
    return o;
}

static void finish(struct outcome *o)
{
    xn_table_free(o->table);
    xn_notes_free(&o->notes);
}

/* --- encodings ------------------------------------------------------------------------------------- */

struct encoding_case {
    const char *cpg; /* NULL: no file */
    unsigned char ldid;
    const char *cell;
    const char *wanted;   /* NULL: refused */
    const char *sentence; /* in the error or in a note; NULL: no note */
};

static const struct encoding_case encoding_case[] = {
    {NULL, 0, "D\xC3\xBCsberg", "Düsberg", NULL},
    {NULL, 0, "D\xFCsberg", "Düsberg", "read as CP1252"},
    {NULL, 0x57, "D\xC3\xBCsberg", "Düsberg", NULL},
    {NULL, 0x57, "D\x80", "D€", "read as CP1252"},
    {NULL, 0, "\x81", NULL, "not valid CP1252"},
    {NULL, 0x03, "D\xFCsberg", "Düsberg", NULL},
    {NULL, 0x4D, "\xD6\xD0\xB9\xFA", "中国", NULL},
    {NULL, 0x02, "D\x81sberg", "Düsberg", NULL},
    {NULL, 0xE3, "D\xC3\xBCsberg", "Düsberg", "stands for no encoding"},
    {"UTF-8", 0, "D\xC3\xBCsberg", "Düsberg", NULL},
    {"utf-8\r\n", 0x02, "D\xC3\xBCsberg", "Düsberg", NULL}, /* the .cpg wins over the LDID */
    {"\xEF\xBB\xBFUTF-8", 0, "D\xC3\xBCsberg", "Düsberg", NULL},
    {"65001", 0, "D\xC3\xBCsberg", "Düsberg", NULL},
    {"UTF-8", 0, "D\xFCsberg", NULL, "not valid UTF-8"}, /* declared, does not fit: refused */
    {"UTF-8", 0, "123456789\xC3", "123456789", "cut by the width"},
    {"UTF-8", 0, "12345678\xC3", NULL, "not valid UTF-8"}, /* not at the end of the field */
    {"ISO-8859-1", 0, "D\xFCsberg", "Düsberg", NULL},
    {"ISO 8859-1", 0, "D\xFCsberg", "Düsberg", NULL},
    {"88591", 0, "D\xFCsberg", "Düsberg", NULL},
    {"8859_1", 0, "D\xFCsberg", "Düsberg", NULL},
    {"1252", 0, "\x80", "€", NULL},
    {"ANSI 1252", 0, "\x80", "€", NULL},
    {"OEM 850", 0, "D\x81sberg", "Düsberg", NULL},
    {"ISO-8859-1", 0, "D\xC3\xBCsberg", "DÃ¼sberg", "would also be valid UTF-8"},
    {"", 0, "D\xC3\xBCsberg", "Düsberg", NULL},
    /* no name at all declares nothing; the name of no encoding is refused */
    {"<html>404</html>", 0, "D\xFCsberg", "Düsberg", "does not hold the name"},
    {"KLINGON-1", 0, "Dusberg", NULL, "does not know"},
};

static void test_encodings(void **state)
{
    struct folder *folder = *state;
    for (size_t i = 0; i < sizeof encoding_case / sizeof *encoding_case; i++) {
        const struct encoding_case *c = &encoding_case[i];
        write_dbf(folder, "a.dbf", &c->cell, 1);
        char *bytes;
        size_t length;
        assert_int_equal(xn_file_read(in_folder(folder, "a.dbf"), 1000, &bytes, &length, NULL), XN_OK);
        bytes[29] = (char)c->ldid;
        write_bytes(folder, "a.dbf", bytes, length);
        xn_free(bytes);
        unlink(in_folder(folder, "a.cpg"));
        if (c->cpg)
            write_text(folder, "a.cpg", c->cpg);
        struct outcome o = read_table(folder);
        print_message("encoding case %zu: %s\n", i,
                      o.status        ? o.err.message
                      : o.notes.count ? o.notes.text[0]
                                      : "-");
        assert_int_equal(o.status, c->wanted ? XN_OK : XN_INPUT);
        if (c->wanted)
            assert_string_equal(xn_table_cell(o.table, 0, 0), c->wanted);
        if (c->wanted)
            assert_int_equal(o.notes.count > 0, c->sentence != NULL);
        if (c->sentence)
            assert_non_null(strstr(c->wanted ? o.notes.text[o.notes.count - 1] : o.err.message,
                                   c->wanted && i == 25 ? "CP1252" : c->sentence));
        finish(&o);
    }
}

/* --- rows and headers ------------------------------------------------------------------------------ */

static void test_rows_and_cells(void **state)
{
    struct folder *folder = *state;
    static const char *const cell[] = {"  a b  ", "****", "nan", "", "0123456789x"};
    write_dbf(folder, "a.dbf", cell, 5);
    struct outcome o = read_table(folder);
    assert_int_equal(o.status, XN_OK);
    assert_int_equal(o.table->n_rows, 5);
    assert_string_equal(o.table->row_word, "record");
    assert_string_equal(o.table->column[0], "NAME");
    assert_string_equal(xn_table_cell(o.table, 0, 0), "a b");
    assert_string_equal(xn_table_cell(o.table, 1, 0), "****");
    assert_string_equal(xn_table_cell(o.table, 3, 0), "");
    assert_string_equal(xn_table_cell(o.table, 4, 0), "0123456789");
    double number;
    struct xn_error err = {0};
    assert_int_equal(xn_table_number(o.table, 2, 0, &number, &err), XN_INPUT);
    assert_non_null(strstr(err.message, "a.dbf, record 3, column NAME: found 'nan'"));
    finish(&o);
}

/* One byte of a good table changed, and what is said about it. */
static void test_lying_headers(void **state)
{
    static const struct {
        size_t position;
        unsigned char value;
        const char *sentence; /* NULL: read */
    } change[] = {
        {0, 0x04, "not dBASE"},
        {0, 0x83, NULL},
        {4, 4, "has room for 3"},
        {7, 0xFF, "has room for 3"},
        {8, 0, "header is 0 bytes"},
        {9, 0xFF, "in a file of"},
        {8, 33, "no fields"}, /* room for no field descriptor */
        {10, 0, "rows are 0 bytes"},
        {10, 12, "has room for"},
        {10, 10, "its fields make rows of 11 bytes"},
        {32, 0, "has no name"},
        {43, 'B', "has the type 0x42"},
        {43, 'N', NULL},
        {48, 0, "0 characters wide"},
        {48, 9, "its fields make rows of 10 bytes"},
        {48, 255, "its fields make rows of 256 bytes"},
        {64, 'x', NULL}, /* no terminator: the header's length ends the fields */
        {65, 'x', "begins with byte 0x78"},
        {76, '*', NULL},
    };
    struct folder *folder = *state;
    static const char *const cell[] = {"one", "two", "three"};
    for (size_t i = 0; i < sizeof change / sizeof *change; i++) {
        write_dbf(folder, "a.dbf", cell, 3);
        char *bytes;
        size_t length;
        assert_int_equal(xn_file_read(in_folder(folder, "a.dbf"), 1000, &bytes, &length, NULL), XN_OK);
        bytes[change[i].position] = (char)change[i].value;
        write_bytes(folder, "a.dbf", bytes, length);
        xn_free(bytes);
        struct outcome o = read_table(folder);
        print_message("change %zu: %s\n", i, o.err.message);
        assert_int_equal(o.status, change[i].sentence ? XN_INPUT : XN_OK);
        if (change[i].sentence) {
            assert_non_null(strstr(o.err.message, change[i].sentence));
            assert_non_null(strstr(o.err.message, "a.dbf"));
        }
        if (change[i].position == 76) { /* record 2 is deleted */
            assert_int_equal(o.table->n_rows, 2);
            assert_string_equal(xn_table_cell(o.table, 1, 0), "three");
            assert_int_equal(o.table->line[1], 3);
            assert_int_equal(o.notes.count, 1);
        }
        finish(&o);
    }
}

static void test_every_length_of_a_cut_file(void **state)
{
    struct folder *folder = *state;
    static const char *const cell[] = {"one", "two", "three"};
    write_dbf(folder, "a.dbf", cell, 3);
    char *bytes;
    size_t length;
    assert_int_equal(xn_file_read(in_folder(folder, "a.dbf"), 1000, &bytes, &length, NULL), XN_OK);
    for (size_t cut = 0; cut < length; cut++) {
        write_bytes(folder, "a.dbf", bytes, cut);
        struct outcome o = read_table(folder);
        assert_int_equal(o.status, cut == length - 1 ? XN_OK : XN_INPUT); /* the end mark may be missing */
        finish(&o);
    }
    xn_free(bytes);
}

static void test_names_and_text_after_nul(void **state)
{
    struct folder *folder = *state;
    write_text(folder, "a.txt", "NAME");
    struct xn_table *table = NULL;
    assert_int_equal(xn_dbf_read(in_folder(folder, "a.txt"), &table, NULL, NULL), XN_INPUT);
    assert_int_equal(xn_dbf_read(in_folder(folder, "b.dbf"), &table, NULL, NULL), XN_NOT_FOUND);
    static const char *const cell[] = {"one", "two"};
    write_dbf(folder, "a.dbf", cell, 2);
    char *bytes;
    size_t length;
    assert_int_equal(xn_file_read(in_folder(folder, "a.dbf"), 1000, &bytes, &length, NULL), XN_OK);
    memcpy(bytes + 66, "on\0e", 4);
    memcpy(bytes + 77, "tw\0\0  ", 6); /* padding is no text */
    write_bytes(folder, "a.dbf", bytes, length);
    xn_free(bytes);
    struct outcome o = read_table(folder);
    assert_int_equal(o.status, XN_OK);
    assert_string_equal(xn_table_cell(o.table, 0, 0), "on");
    assert_string_equal(xn_table_cell(o.table, 1, 0), "tw");
    assert_int_equal(o.notes.count, 1);
    assert_non_null(strstr(o.notes.text[0], "record 1, column NAME: text after a NUL"));
    finish(&o);
}

static void test_every_allocation_may_fail(void **state)
{
    struct folder *folder = *state;
    static const char *const cell[] = {"one", "D\xFCsberg"};
    write_dbf(folder, "a.dbf", cell, 2);
    write_text(folder, "a.cpg", "ISO-8859-1");
    in_folder(folder, "a.dbf");
    const size_t before = xn_test_live_blocks();
    for (size_t n = 1;; n++) {
        struct xn_table *table = NULL;
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_dbf_read(folder->file, &table, NULL, NULL);
        const bool failed = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        assert_int_equal(status, failed ? XN_MEMORY : XN_OK);
        xn_table_free(table);
        assert_int_equal(xn_test_live_blocks(), before);
        if (!failed)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_encodings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rows_and_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lying_headers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_length_of_a_cut_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_and_text_after_nul, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_allocation_may_fail, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
