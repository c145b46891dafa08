/* publication_test.c - a publication says what the controlled counts say, and its document comes back whole.
 */
#include <math.h>
#include "squares.h"
#include "xenia/exchange.h"
#include "xenia/publication.h"
#include "xenia/random.h"

#define DISTRICTS "ID,NAME,A,B\n1,one,400,600\n2,two,100,900\n3,three,300,700\n"
#define BLOCKS                                                                                               \
    "ID,NAME,UP,A,B\n11,north,1,200,300\n12,south,1,200,300\n21,east,2,60,440\n22,west,2,40,460\n"           \
    "31,upper,3,30,220\n32,lower,3,270,480\n"

static struct xn_city *city_of_layers(const char *districts, const char *blocks, const char *const group[2])
{
    XN_AUTO(squares_free) struct xn_features *district_layer = squares(districts);
    XN_AUTO(squares_free) struct xn_features *block_layer = squares(blocks);
    struct xn_city *city = NULL;
    const struct xn_level_source level[] = {
        {.name = "district", .features = district_layer, .unit_id = "ID", .unit_name = "NAME"},
        {.name = "block", .features = block_layer, .unit_id = "ID", .unit_name = "NAME", .parent = "UP"}};
    const struct xn_group_title title = {.group = group[1], .text = {[XN_GERMAN] = "\"Andere\""}};
    const struct xn_group_source groups = {.column = group, .n_columns = 2, .title = &title, .n_titles = 1};
    ASSERT_OK(xn_city_build(level, 2, &groups, NULL, &city, NULL, &err));
    return city;
}

static struct xn_city *city_of(const char *blocks)
{
    static const char *const group[] = {"A", "B"};
    return city_of_layers(DISTRICTS, blocks, group);
}

static const struct xn_policy policy = {.name = "muenster-2004",
                                        .version = "7",
                                        .signed_by = "A. \"Steward\"",
                                        .valid_until = 15000,
                                        .demonstration = true,
                                        .rule = {.profile = XN_PROFILE_MUENSTER_2004,
                                                 .group = "A",
                                                 .quotient_threshold = 1,
                                                 .household_size = 2.2,
                                                 .interval = 0.9,
                                                 .certainty = 0.9}};

/* A publication and what it was made from, all together. */
struct made {
    struct xn_city *city;
    struct xn_typology *typology;
    struct xn_controlled *controlled;
    struct xn_publication *publication;
    struct xn_buf document;
};

static void made_free(struct made *made)
{
    xn_buf_free(&made->document);
    xn_publication_free(made->publication);
    xn_controlled_free(made->controlled);
    xn_typology_free(made->typology);
    xn_city_free(made->city);
}

static struct made make(const bool *const *recent)
{
    struct made made = {.city = city_of(BLOCKS), .document = XN_BUF_INIT};
    ASSERT_OK(xn_study_classify(made.city, &policy, NULL, 0, 0, &made.typology, NULL, &err));
    ASSERT_OK(xn_control(made.city, made.typology, recent, NULL, 0, &made.controlled, &err));
    const struct xn_publication_source source = {.city = made.city,
                                                 .typology = made.typology,
                                                 .policy = &policy,
                                                 .controlled = made.controlled,
                                                 .id = "demo",
                                                 .title = "M\xC3\xBCnster",
                                                 .counts_as_of = "2004-12-31",
                                                 .period = "2005Q1",
                                                 .made_on = 12843,
                                                 .as_of = 12840,
                                                 .snapshot = "abc"};
    ASSERT_OK(xn_publication_make(&source, &made.publication, &err));
    ASSERT_OK(xn_publication_put(made.publication, &made.document, &err));
    return made;
}

static struct xn_publication *parse(const struct xn_buf *document)
{
    struct xn_publication *publication = NULL;
    ASSERT_OK(xn_publication_parse(xn_buf_text(document), document->length, &publication, &err));
    return publication;
}

static void what_is_shown_is_what_was_counted(void **state)
{
    (void)state;
    XN_CLEANUP(made_free) struct made made = make(NULL);
    XN_AUTO(xn_publication_free) struct xn_publication *got = parse(&made.document);
    char digest[XN_DIGEST_HEX];
    xn_digest_of(made.document.data, made.document.length, digest);
    assert_string_equal(got->id, digest);
    assert_string_equal(got->title, "M\xC3\xBCnster");
    assert_string_equal(got->policy.signed_by, "A. \"Steward\"");
    assert_true(got->policy.demonstration);
    assert_string_equal(got->group_title[1].text[XN_GERMAN], "\"Andere\"");
    assert_null(got->group_title[1].text[XN_DUTCH]);
    assert_string_equal(xn_group_title_in(&got->group_title[1], XN_DUTCH), "\"Andere\"");
    assert_string_equal(xn_group_title_in(&got->group_title[0], XN_DUTCH), "A");
    assert_null(got->meeting);
    assert_int_equal(got->made_on, 12843);
    assert_string_equal(got->areas, xn_city_areas_fingerprint(made.city));
    assert_int_equal(xn_publication_find_level(got, "block"), 1);
    assert_int_equal(xn_publication_find_level(got, "street"), XN_NONE);
    assert_int_equal(got->counts.class_group, xn_publication_find_group(got, "A"));
    assert_true(got->counts.level[1].persons[5].count == 750);
    assert_true(got->counts.level[1].group[2 * 5].count == 270);
    assert_string_equal(got->level[1].unit[5].parent_id, "3");
    assert_int_equal(got->level[1].unit[5].class_, XN_CONCENTRATED);
    assert_int_equal(got->level[1].unit[3].class_, XN_MIXED);
    const struct xn_publication_local *share = xn_publication_find_local(got, 1, "share", 0);
    assert_non_null(share);
    assert_true(fabs(share->value[5] - 0.36) < 1e-12);
    assert_null(xn_publication_find_local(got, 1, "share", XN_NONE));
}

/* --- what it was made of ---------------------------------------------------------------------------------
 */

static enum xn_status parse_made(const struct made *made, const struct xn_city *city,
                                 struct xn_controlled **ret)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    ASSERT_OK(xn_publication_put_made(made->city, made->controlled, &text, &err));
    return xn_publication_parse_made(xn_buf_text(&text), city, ret, NULL);
}

/* Renamed, in another order, in other districts and with the groups the other way round: the same people. */
static void what_it_was_made_of_finds_the_same_people_again(void **state)
{
    (void)state;
    static const char *const group[] = {"B", "A"};
    XN_CLEANUP(made_free) struct made made = make(NULL);
    XN_AUTO(xn_city_free)
    struct xn_city *city = city_of_layers("ID,NAME,A,B\nX,x,460,860\nY,y,400,1420\n",
                                          "ID,NAME,UP,A,B\n31,Top,X,40,240\n12,south,X,210,310\n11,north,X,"
                                          "210,310\n22,west,Y,50,470\n21,east,Y,70,450\n"
                                          "32,lower,Y,280,500\n",
                                          group);
    XN_AUTO(xn_controlled_free) struct xn_controlled *got = NULL;
    ASSERT_OK(parse_made(&made, city, &got));
    const struct xn_disclosure_table *was = &made.controlled->made.table[2], *is = &got->made.table[2];
    assert_int_equal(got->made.n_tables, 3);
    for (size_t u = 0; u < 6; u++) {
        const size_t at = xn_city_find_unit(city, 1, xn_city_unit(made.city, 1, u)->id);
        assert_true(is->total[at] == was->total[u]);
        assert_int_equal(is->total_why[at], was->total_why[u]);
        assert_int_equal(is->parent[at], was->parent[u]);
        for (size_t g = 0; g < 2; g++) {
            const size_t column = xn_city_find_group(city, g == 0 ? "A" : "B");
            assert_true(is->count[2 * at + column] == was->count[2 * u + g]);
            assert_int_equal(is->why[2 * at + column], was->why[2 * u + g]);
        }
    }
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    XN_AUTO(xn_controlled_free) struct xn_controlled *next = NULL;
    const struct xn_controlled *earlier[] = {got};
    ASSERT_OK(xn_study_classify(city, &policy, NULL, 0, 0, &typology, NULL, &err));
    ASSERT_OK(xn_control(city, typology, NULL, earlier, 1, &next, &err));
}

static void other_areas_and_groups_are_not_the_same_people(void **state)
{
    (void)state;
    static const char *const group[] = {"A", "B"}, *const other_group[] = {"A", "C"};
    XN_CLEANUP(made_free) struct made made = make(NULL);
    XN_AUTO(xn_city_free)
    struct xn_city *areas = city_of_layers(
        DISTRICTS, "ID,NAME,UP,A,B\n11,n,1,1,1\n12,s,1,1,1\n21,e,2,1,1\n22,w,2,1,1\n31,u,3,1,1\n33,l,3,1,1\n",
        group);
    XN_AUTO(xn_city_free)
    struct xn_city *groups = city_of_layers(
        "ID,NAME,A,C\n1,one,1,1\n2,two,1,1\n3,three,1,1\n",
        "ID,NAME,UP,A,C\n11,n,1,1,1\n12,s,1,1,1\n21,e,2,1,1\n22,w,2,1,1\n31,u,3,1,1\n32,l,3,1,1\n",
        other_group);
    XN_AUTO(xn_controlled_free) struct xn_controlled *got = NULL;
    assert_int_equal(parse_made(&made, areas, &got), XN_NOT_FOUND);
    assert_int_equal(parse_made(&made, groups, &got), XN_NOT_FOUND);
    assert_int_equal(xn_publication_parse_made("{\"tables\":[]}", made.city, &got, NULL), XN_INPUT);
    assert_int_equal(xn_publication_parse_made("nothing", made.city, &got, NULL), XN_INPUT);
    assert_null(got);
}

static void indices_of_the_city_have_three_decimals(void **state)
{
    (void)state;
    XN_CLEANUP(made_free) struct made made = make(NULL);
    size_t n = 0;
    for (size_t i = 0; i < made.publication->n_indices; i++) {
        const double value = made.publication->index[i].value;
        if (isfinite(value)) {
            assert_true(fabs(value * 1000 - round(value * 1000)) < 1e-6);
            n++;
        } else {
            assert_non_null(made.publication->index[i].reason);
        }
    }
    assert_true(n > 20);
}

static void units_held_back_say_so(void **state)
{
    (void)state;
    static const bool blocks[6] = {[4] = true};
    const bool *const recent[XN_LEVEL_MAX] = {NULL, blocks};
    XN_CLEANUP(made_free) struct made made = make(recent);
    XN_AUTO(xn_publication_free) struct xn_publication *got = parse(&made.document);
    assert_int_equal(got->counts.level[1].persons[4].why, XN_WITHHELD_RECENT);
    assert_int_equal(got->counts.level[1].class_why[4], XN_WITHHELD_RECENT);
    assert_true(isnan(got->counts.level[1].group[8].count));
    assert_int_equal(xn_controlled_why(&got->counts, 1, 4, 0), XN_WITHHELD_RECENT);
    /* its neighbour in the same district would give it away */
    assert_int_equal(got->counts.level[1].persons[5].why, XN_WITHHELD_COMPLEMENT);
    assert_true(isnan(xn_publication_find_local(got, 1, "share", 0)->value[4]));
}

/* --- the document comes back ---------------------------------------------------------------------------- */

static double draw(struct xn_random *random)
{
    return xn_random_uniform(random);
}

static struct xn_controlled_cell random_cell(struct xn_random *random)
{
    const enum xn_withheld why =
        draw(random) < 0.5 ? XN_SHOWN : (enum xn_withheld)(1 + (int)(draw(random) * 5));
    return (struct xn_controlled_cell){why == XN_SHOWN ? 5 * floor(draw(random) * 1000) : NAN, why};
}

/* Every member of every unit may be anything that it can be. */
static void shake(struct xn_publication *publication, struct xn_random *random)
{
    for (size_t l = 0; l < publication->n_levels; l++) {
        const struct xn_controlled_level *counts = &publication->counts.level[l];
        for (size_t u = 0; u < counts->n_units; u++) {
            struct xn_publication_unit *unit = &publication->level[l].unit[u];
            const bool overridden = draw(random) < 0.3;
            counts->persons[u] = random_cell(random);
            counts->class_why[u] = random_cell(random).why;
            unit->class_ = (enum xn_class)(int)(draw(random) * 3);
            unit->name = draw(random) < 0.3 ? "a \"quote\", \\ and \x01" : "\xD0\xA1";
            unit->override_by = overridden ? "B" : NULL;
            unit->override_reason = overridden ? "why\nnot" : NULL;
            unit->override_until = overridden ? (xn_date)(20000 * draw(random)) : XN_NO_DATE;
        }
        for (size_t i = 0; i < counts->n_units * counts->n_groups; i++)
            counts->group[i] = random_cell(random);
        for (size_t i = 0; i < publication->level[l].n_locals; i++)
            for (size_t u = 0; u < counts->n_units; u++)
                publication->level[l].local[i].value[u] = draw(random) < 0.2 ? NAN : draw(random);
    }
    publication->meeting = draw(random) < 0.5 ? NULL : "Xenia";
}

static void a_document_comes_back_to_the_same_bytes(void **state)
{
    (void)state;
    XN_CLEANUP(made_free) struct made made = make(NULL);
    struct xn_random random = xn_random_stream(4, 0, 0);
    for (int round_ = 0; round_ < 200; round_++) {
        XN_AUTO_BUF first = XN_BUF_INIT;
        XN_AUTO_BUF second = XN_BUF_INIT;
        shake(made.publication, &random);
        ASSERT_OK(xn_publication_put(made.publication, &first, &err));
        XN_AUTO(xn_publication_free) struct xn_publication *got = parse(&first);
        ASSERT_OK(xn_publication_put(got, &second, &err));
        assert_string_equal(xn_buf_text(&second), xn_buf_text(&first));
    }
}

/* --- the programme in it ---------------------------------------------------------------------------------
 */

static struct xn_told told(double count)
{
    return (struct xn_told){.count = count < 0 ? NAN : count, .few = count == -1};
}

/* Every member with a value of its own, not told and "few" among them. */
static void give_programme(struct made *made, struct xn_programme *programme)
{
    static struct xn_programme_quarter quarter[] = {
        {.quarter = "2004Q1",
         .by_class = {{.count = NAN}, {.count = NAN, .few = true}, {.count = 10}},
         .in_mixed = {0.55, 0.35, 0.75, NAN, NAN},
         .not_concentrated = {NAN, NAN, NAN, 0.6, NAN},
         .in_mixed_so_far = {NAN, NAN, NAN, NAN, 0.25},
         .not_concentrated_so_far = {NAN, NAN, NAN, NAN, NAN},
         .waited_days = NAN},
        {.quarter = "2004Q2", .waited_days = 120}};
    static struct xn_programme_exception exception[] = {{2004, "OWN_WISH", {NAN, true}},
                                                        {2004, "OTHER", {5, false}}};
    static struct xn_programme_commitment commitment[] = {
        {"Musterhaus \"eG\"", "2004Q1", NAN, 4, {1, 2, 1}, {NAN, true}}};
    static struct xn_programme_need need[] = {{"1", {NAN, true}}, {"", {NAN, false}}};
    static const char *const unit_id[] = {"1", "2", "3"};
    static struct xn_told in_unit[] = {{5, false}, {NAN, true}, {0, false}};
    quarter[0].households_arrived = told(15);
    quarter[0].moves = told(-1);
    quarter[0].exceptions = told(-2);
    quarter[0].moves_so_far = told(20);
    *programme = (struct xn_programme){.day = 12843,
                                       .n_quarters = 2,
                                       .n_exceptions = 2,
                                       .n_commitments = 1,
                                       .n_needs = 2,
                                       .quarter = quarter,
                                       .exception = exception,
                                       .commitment = commitment,
                                       .need = need,
                                       .waiting = told(10),
                                       .waiting_step_free = told(-1),
                                       .waiting_days = 90,
                                       .longest_waiting_days = NAN,
                                       .market = {.n_dwellings = 8,
                                                  .by_class = {5, 2, 1},
                                                  .without_area = 1,
                                                  .n_units = 3,
                                                  .unit_id = unit_id,
                                                  .in_unit = in_unit}};
    for (size_t i = 0; i < XN_PROGRAMME_ROOMS; i++) {
        programme->market.by_rooms[i].rooms = "3";
        programme->market.by_rooms[i].n_dwellings = i;
        programme->market.by_rooms[i].by_class[XN_MIXED] = i;
        programme->market.by_rooms[i].rent_eur = i == 2 ? 560 : NAN;
    }
    made->publication->programme = programme;
    made->publication->previous = "0123";
    made->publication->household_size = 2.5;
}

static void the_programme_comes_back(void **state)
{
    (void)state;
    XN_CLEANUP(made_free) struct made made = make(NULL);
    struct xn_programme programme;
    XN_AUTO_BUF first = XN_BUF_INIT, second = XN_BUF_INIT;
    give_programme(&made, &programme);
    made.publication->index[0].lower = 0.25;
    made.publication->index[0].upper = 0.375;
    ASSERT_OK(xn_publication_put(made.publication, &first, &err));
    XN_AUTO(xn_publication_free) struct xn_publication *got = parse(&first);
    ASSERT_OK(xn_publication_put(got, &second, &err));
    assert_string_equal(xn_buf_text(&second), xn_buf_text(&first));
    assert_string_equal(got->previous, "0123");
    assert_true(got->household_size == 2.5);
    assert_true(got->index[0].lower == 0.25 && got->index[0].upper == 0.375);
    const struct xn_programme *back = got->programme;
    assert_int_equal(back->day, 12843);
    assert_true(back->quarter[0].moves.few);
    assert_true(isnan(back->quarter[0].exceptions.count) && !back->quarter[0].exceptions.few);
    assert_true(back->quarter[0].by_class[2].count == 10);
    assert_true(back->quarter[0].in_mixed.upper == 0.75);
    assert_true(back->quarter[0].not_concentrated.at_least == 0.6);
    assert_true(back->quarter[0].in_mixed_so_far.at_most == 0.25);
    assert_true(back->quarter[1].waited_days == 120);
    assert_string_equal(back->exception[1].code, "OTHER");
    assert_int_equal(back->exception[1].year, 2004);
    assert_int_equal(back->commitment[0].offered_by_class[1], 2);
    assert_true(isnan(back->commitment[0].promised));
    assert_true(back->waiting.count == 10 && isnan(back->longest_waiting_days));
    assert_true(back->market.in_unit[1].few);
    assert_string_equal(back->market.unit_id[2], "3");
    assert_true(back->market.by_rooms[2].rent_eur == 560);
}

/* Takes each member of this name with a number or null away, from `text` itself. */
static void take_away(char *text, const char *name)
{
    char member[64];
    (void)snprintf(member, sizeof member, "\"%s\":", name);
    for (char *at; (at = strstr(text, member));) {
        const char *end = at + strlen(member) + strcspn(at + strlen(member), ",}");
        memmove(at - 1, end, strlen(end) + 1);
    }
}

/* A document from before there were programmes and intervals is read as it was. */
static void an_old_document_is_read(void **state)
{
    (void)state;
    static const char *const later[] = {"previous", "household_size", "lower", "upper"};
    XN_CLEANUP(made_free) struct made made = make(NULL);
    XN_CLEANUP(xn_free_pointer) char *old = xn_strdup(xn_buf_text(&made.document));
    XN_AUTO(xn_publication_free) struct xn_publication *got = NULL;
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        take_away(old, later[i]);
    assert_null(strstr(old, "programme"));
    ASSERT_OK(xn_publication_parse(old, strlen(old), &got, &err));
    assert_null(got->programme);
    assert_null(got->previous);
    assert_true(got->household_size == 2.2);
    assert_int_equal(got->n_indices, made.publication->n_indices);
    for (size_t i = 0; i < got->n_indices; i++)
        assert_true(isnan(got->index[i].lower) && isnan(got->index[i].upper));
    assert_true(got->counts.level[1].persons[5].count == 750);
}

static void refused(const struct xn_buf *document, const char *old, const char *new, const char *part)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    struct xn_publication *publication = NULL;
    const char *at = strstr(xn_buf_text(document), old);
    assert_non_null(at);
    xn_buf_append(&text, document->data, (size_t)(at - document->data));
    xn_buf_puts(&text, new);
    xn_buf_puts(&text, at + strlen(old));
    ASSERT_FAILS(XN_INPUT, part, xn_publication_parse(xn_buf_text(&text), text.length, &publication, &err));
    assert_null(publication);
}

static void a_damaged_document_is_refused_with_its_place(void **state)
{
    (void)state;
    XN_CLEANUP(made_free) struct made made = make(NULL);
    const struct xn_buf *document = &made.document;
    refused(document, "{\"publication\":1", "{\"publication\":2", "publication: wanted 1");
    refused(document, "\"levels\":[", "\"levels\":7,\"x\":[", "publication: levels: wanted an array");
    refused(document, "\"unit_id\":\"2\"", "\"unit_id\":2", "levels[0].units[1].unit_id: wanted a text");
    refused(document, "\"persons\":750", "\"persons\":\"gone\"",
            "levels[1].units[5].persons: wanted a count");
    refused(document, "\"class\":\"concentrated\"", "\"class\":\"dense\"",
            "levels[0].units[0].class: wanted a class");
    refused(document, "\"class_group\":\"A\"", "\"class_group\":\"Z\"",
            "class_group: wanted one of the groups");
    refused(document, "\"form\":\"one-group\"", "\"form\":\"one\"", "indices[0].form: wanted a form");
    refused(document, "}", "", "it is not the JSON document");
    struct xn_programme programme;
    XN_AUTO_BUF with = XN_BUF_INIT;
    give_programme(&made, &programme);
    ASSERT_OK(xn_publication_put(made.publication, &with, &err));
    refused(&with, "\"offered\":4", "\"offered\":-4",
            "programme.commitments[0].offered: wanted a whole number");
    refused(&with, "\"moves\":\"few\"", "\"moves\":\"many\"",
            "programme.quarters[0].moves: wanted a number or null");
    refused(&with, "\"in_mixed\":{", "\"in_mixed\":7,\"x\":{",
            "programme.quarters[0].in_mixed: wanted a share with its bounds");
    refused(&with, "\"quarter\":\"2004Q2\",", "", "programme.quarters[1].quarter: wanted a quarter");
    refused(&with, "\"day\":\"2005", "\"x\":\"2005", "programme.day: wanted a day");
    refused(&with, "\"rent_eur\":560", "\"rent_eur\":\"much\"",
            "programme.market.rent_eur: wanted a number or null");
    refused(&with, "\"market\":{", "\"x\":{", "programme.market.dwellings: wanted a whole number");
    refused(&with, "\"by_size\":[", "\"by_size\":1,\"x\":[", "programme.waiting.by_size: wanted an array");
    refused(&with, "\"household_size\":2.5", "\"household_size\":0.5", "household_size: wanted 1 or more");
}

/* Any cut is refused, and reads nothing that is not there. */
static void every_cut_of_a_document_is_refused(void **state)
{
    (void)state;
    XN_CLEANUP(made_free) struct made made = make(NULL);
    for (size_t length = 0; length < made.document.length; length += 17) {
        struct xn_publication *publication = NULL;
        ASSERT_FAILS(XN_INPUT, "publication, byte",
                     xn_publication_parse(made.document.data, length, &publication, &err));
    }
}

/* --- placements that are recent ----------------------------------------------------------------------------
 */

static struct xn_placement placed(const char *unit_id, xn_date date)
{
    return (struct xn_placement){.date = date, .unit_id = unit_id, .lon = NAN, .lat = NAN, .persons = 3};
}

static void small_units_with_a_recent_placement_are_held_back(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(BLOCKS);
    const xn_date day = 15000;
    /* "upper" has 250 persons, all other blocks 500 and more, and districts 1,000 */
    const struct {
        const char *unit_id;
        xn_date date, free_on;
    } cases[] = {{"31", day, day + 30},     {"31", day - 29, day + 1}, {"31", day - 30, XN_NO_DATE},
                 {"31", day + 1, day + 26}, {"11", day, XN_NO_DATE},   {"3", day, XN_NO_DATE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct xn_placement placement[] = {placed(cases[i].unit_id, cases[i].date),
                                                 placed(cases[i].unit_id, cases[i].date - 5)};
        XN_AUTO(xn_recent_units_free) struct xn_recent_units *recent = NULL;
        ASSERT_OK(xn_publication_recent(city, placement, 2, day, &recent, &err));
        const bool held = cases[i].free_on != XN_NO_DATE;
        assert_int_equal(recent->free_on, cases[i].free_on);
        assert_int_equal(recent->n_units, held);
        assert_int_equal(recent->flag[1][4], held);
        if (held)
            assert_string_equal(recent->first, "upper");
        else
            assert_null(recent->first);
    }
}

static void quarters_have_names(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        const char *name;
    } cases[] = {{2004, 1, 1, "2004Q1"},  {2004, 3, 31, "2004Q1"}, {2026, 4, 1, "2026Q2"},
                 {2026, 9, 30, "2026Q3"}, {2026, 10, 1, "2026Q4"}, {2026, 12, 31, "2026Q4"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[XN_PUBLICATION_PERIOD_SIZE];
        xn_publication_quarter(xn_date_of(cases[i].year, cases[i].month, cases[i].day), name);
        assert_string_equal(name, cases[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_shown_is_what_was_counted),
        cmocka_unit_test(what_it_was_made_of_finds_the_same_people_again),
        cmocka_unit_test(other_areas_and_groups_are_not_the_same_people),
        cmocka_unit_test(indices_of_the_city_have_three_decimals),
        cmocka_unit_test(units_held_back_say_so),
        cmocka_unit_test(a_document_comes_back_to_the_same_bytes),
        cmocka_unit_test(the_programme_comes_back),
        cmocka_unit_test(an_old_document_is_read),
        cmocka_unit_test(a_damaged_document_is_refused_with_its_place),
        cmocka_unit_test(every_cut_of_a_document_is_refused),
        cmocka_unit_test(small_units_with_a_recent_placement_are_held_back),
        cmocka_unit_test(quarters_have_names),
    };
    return XN_RUN(tests);
}
