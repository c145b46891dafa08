/* layers.c - districts.shp and blocks.shp with their tables.
 *
 * Written with shapelib, clockwise as the format wants outer rings; the date in the .dbf header is the
 * demonstration's, not today's, so that the bytes repeat.
 */
#include <proj.h>
#include <shapefil.h>
#include <stdio.h>
#include <string.h>
#include "demo.h"

static const char projection_text[] =
    "PROJCS[\"ETRS_1989_UTM_Zone_32N\",GEOGCS[\"GCS_ETRS_1989\",DATUM[\"D_ETRS_1989\","
    "SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],"
    "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
    "PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],"
    "PARAMETER[\"Central_Meridian\",9.0],PARAMETER[\"Scale_Factor\",0.9996],"
    "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

static void close_shp(SHPHandle *shp)
{
    if (*shp)
        SHPClose(*shp);
}

static void close_dbf(DBFHandle *dbf)
{
    if (*dbf)
        DBFClose(*dbf);
}

static void destroy_object(SHPObject **object)
{
    if (*object)
        SHPDestroyObject(*object);
}

static enum xn_status cannot_write(const char *path, struct xn_error *err)
{
    return xn_fail(err, XN_IO, "%s cannot be written", path);
}

static enum xn_status write_ring(SHPHandle shp, const struct ring *ring, const char *path,
                                 struct xn_error *err)
{
    double x[RING_MAX + 1], y[RING_MAX + 1];
    for (size_t i = 0; i <= ring->n; i++) { /* backwards: clockwise */
        x[i] = ring->at[(ring->n - i) % ring->n].x;
        y[i] = ring->at[(ring->n - i) % ring->n].y;
    }
    XN_CLEANUP(destroy_object)
    SHPObject *object = SHPCreateSimpleObject(SHPT_POLYGON, (int)ring->n + 1, x, y, NULL);
    return object && SHPWriteObject(shp, -1, object) >= 0 ? XN_OK : cannot_write(path, err);
}

static enum xn_status write_shapes(const struct demo_city *city, bool blocks, const char *path,
                                   struct xn_error *err)
{
    XN_CLEANUP(close_shp) SHPHandle shp = SHPCreate(path, SHPT_POLYGON);
    if (!shp)
        return cannot_write(path, err);
    const size_t n = blocks ? city->n_blocks : DISTRICT_COUNT;
    for (size_t i = 0; i < n; i++)
        XN_TRY(write_ring(shp, blocks ? &city->block[i].ring : &city->district_ring[i], path, err));
    return XN_OK;
}

/* One row: text columns first, then the counts. */
struct row {
    char text[3][48];
    int people[GROUP_COUNT];
};

static struct row block_row(const struct demo_city *city, size_t k)
{
    const struct block *block = &city->block[k];
    const struct district_fact *fact = &district_facts[block->district];
    struct row row = {.people = {block->people[0], block->people[1], block->people[2]}};
    block_id(block, row.text[0]);
    (void)snprintf(row.text[1], sizeof row.text[1], "%s %d", fact->name, block->number);
    (void)snprintf(row.text[2], sizeof row.text[2], "%d", fact->number);
    return row;
}

static struct row district_row(const struct demo_city *city, size_t d)
{
    struct row row = {.people = {0}};
    (void)snprintf(row.text[0], sizeof row.text[0], "%d", district_facts[d].number);
    (void)snprintf(row.text[1], sizeof row.text[1], "%s", district_facts[d].name);
    for (size_t k = 0; k < city->n_blocks; k++)
        for (int group = 0; group < GROUP_COUNT && city->block[k].district == d; group++)
            row.people[group] += city->block[k].people[group];
    return row;
}

static enum xn_status write_row(DBFHandle dbf, int record, int n_texts, const struct row *row,
                                const char *path, struct xn_error *err)
{
    bool written = true;
    for (int i = 0; i < n_texts; i++)
        written = DBFWriteStringAttribute(dbf, record, i, row->text[i]) && written;
    const int all = row->people[RESETTLER] + row->people[FOREIGN] + row->people[OTHER];
    written = DBFWriteIntegerAttribute(dbf, record, n_texts, all) && written;
    for (int group = 0; group < GROUP_COUNT; group++)
        written = DBFWriteIntegerAttribute(dbf, record, n_texts + 1 + group, row->people[group]) && written;
    return written ? XN_OK : cannot_write(path, err);
}

static enum xn_status write_table(const struct demo_city *city, bool blocks, const char *path,
                                  struct xn_error *err)
{
    static const char *const count_column[] = {"INHAB", "RESETTLER", "FOREIGN", "OTHER"};
    XN_CLEANUP(close_dbf) DBFHandle dbf = DBFCreateEx(path, NULL);
    if (!dbf)
        return cannot_write(path, err);
    DBFSetLastModifiedDate(dbf, DEMO_YEAR - 1900, DEMO_MONTH, DEMO_DAY);
    bool made = !blocks || DBFAddField(dbf, "BLOCK", FTString, 4, 0) >= 0;
    if (!blocks)
        made = DBFAddField(dbf, "DISTRICT", FTString, 2, 0) >= 0;
    made = made && DBFAddField(dbf, "NAME", FTString, 40, 0) >= 0;
    if (blocks)
        made = made && DBFAddField(dbf, "DISTRICT", FTString, 2, 0) >= 0;
    for (size_t i = 0; i < sizeof count_column / sizeof *count_column; i++)
        made = made && DBFAddField(dbf, count_column[i], FTInteger, 7, 0) >= 0;
    if (!made)
        return cannot_write(path, err);
    const size_t n = blocks ? city->n_blocks : DISTRICT_COUNT;
    for (size_t i = 0; i < n; i++) {
        const struct row row = blocks ? block_row(city, i) : district_row(city, i);
        XN_TRY(write_row(dbf, (int)i, blocks ? 3 : 2, &row, path, err));
    }
    return XN_OK;
}

static enum xn_status write_layer(const struct demo_city *city, bool blocks, const char *directory,
                                  struct xn_error *err)
{
    char path[1024];
    const char *name = blocks ? "blocks" : "districts";
    (void)snprintf(path, sizeof path, "%s/%s.shp", directory, name);
    XN_TRY(write_shapes(city, blocks, path, err));
    (void)snprintf(path, sizeof path, "%s/%s.dbf", directory, name);
    XN_TRY(write_table(city, blocks, path, err));
    (void)snprintf(path, sizeof path, "%s/%s.prj", directory, name);
    XN_TRY(xn_file_write(path, projection_text, strlen(projection_text), err));
    (void)snprintf(path, sizeof path, "%s/%s.cpg", directory, name);
    return xn_file_write(path, "UTF-8", strlen("UTF-8"), err);
}

enum xn_status write_layers(const struct demo_city *city, const char *directory, struct xn_error *err)
{
    XN_TRY(write_layer(city, false, directory, err));
    return write_layer(city, true, directory, err);
}

void block_id(const struct block *block, char ret[8])
{
    (void)snprintf(ret, 8, "%02d%02d", district_facts[block->district].number % 100, block->number % 100);
}

static void destroy_pj(PJ **pj)
{
    if (*pj)
        proj_destroy(*pj);
}

enum xn_status to_lonlat(struct point metres, double *ret_lon, double *ret_lat, struct xn_error *err)
{
    XN_CLEANUP(destroy_pj) PJ *utm = proj_create(PJ_DEFAULT_CTX, "+proj=utm +zone=32 +ellps=GRS80");
    if (!utm)
        return xn_fail(err, XN_IO, "PROJ does not know UTM");
    const PJ_COORD place = proj_trans(utm, PJ_INV, proj_coord(metres.x, metres.y, 0.0, 0.0));
    *ret_lon = proj_todeg(place.lp.lam);
    *ret_lat = proj_todeg(place.lp.phi);
    return XN_OK;
}
