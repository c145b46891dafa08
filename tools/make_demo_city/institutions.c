/* institutions.c - institutions.csv: the schools, courses, clubs and parishes of the schematic city.
 *
 * The names are invented, as are the streets; each stands in a district that a family might look for it in,
 * so that a tie picked by name lies somewhere sensible. Two names and one street have umlauts on purpose:
 * people type them in three ways.
 */
#include <stdio.h>
#include <string.h>
#include "demo.h"
#include "xenia/buf.h"

#define FILE_LIMIT ((size_t)1 << 20)
#define NO_AGE (-1)

struct institution {
    const char *name, *kind, *street;
    int district; /* official number */
    int age_from, age_to;
};

static const struct institution institutions[] = {
    {"Grundschule Mondkraut", "school", "Mondkrautpfad 3", 61, 6, 10},
    {"Grundschule am Silberhecht", "school", "Silberhechtanger 11", 51, 6, 10},
    {"Grundschule Glühwürmchen", "school", "Glühwürmchenweg 8", 63, 6, 10},
    {"Grundschule Federgras", "school", "Federgraszeile 21", 91, 6, 10},
    {"Hauptschule Drachenbaum", "school", "Drachenbaumbogen 40", 61, 10, 16},
    {"Realschule Sternmoos", "school", "Sternmooshöhe 2", 96, 10, 16},
    {"Gesamtschule Wolkenschaf", "school", "Wolkenschafwinkel 17", 51, 10, 19},
    {"Gymnasium Nebelkrähe", "school", "Nebelkrähengang 5", 28, 10, 19},
    {"Berufskolleg Quittenkern", "school", "Quittenkernstieg 30", 43, 16, 25},
    {"Kindertagesstätte Moorfrosch", "care", "Moorfroschanger 1", 61, 1, 6},
    {"Kindertagesstätte Zwiebelturm", "care", "Zwiebelturmgang 9", 86, 1, 6},
    {"Tagespflege Hagebüschel", "care", "Hagebüschelweg 14", 45, 60, NO_AGE},
    {"Pflegeheim Haus Federgras", "care", "Federgrashöhe 3", 96, 60, NO_AGE},
    {"Sozialstation Muster Nord", "care", "Musterplatz 4", 63, NO_AGE, NO_AGE},
    {"Sprachschule Brückenwort", "course", "Brückenwortgasse 6", 23, 16, NO_AGE},
    {"Integrationskurs im Bürgerhaus Beispiel", "course", "Beispielplatz 1", 61, 16, NO_AGE},
    {"Deutschkurs für Mütter, Haus Wolkenschaf", "course", "Wolkenschafpfad 2", 51, 16, NO_AGE},
    {"Volkshochschule Muster", "course", "Musterhof 10", 13, 16, NO_AGE},
    {"Umschulung Metall Quittenkern", "course", "Quittenkernanger 12", 43, 18, 60},
    {"Alphabetisierung am Zwiebelturm", "course", "Zwiebelturmpfad 7", 86, 16, NO_AGE},
    {"Sportverein Schema 04", "sport", "Schemaweg 20", 47, 6, NO_AGE},
    {"Turnverein Mondkraut", "sport", "Mondkrautanger 33", 61, 4, NO_AGE},
    {"Schwimmverein Silberhecht", "sport", "Silberhechtpfad 50", 31, 5, NO_AGE},
    {"Fußballclub Moorfrosch", "sport", "Moorfroschhöhe 9", 95, 6, 35},
    {"Schachclub Nebelkrähe", "club", "Nebelkrähenwinkel 3", 22, 8, NO_AGE},
    {"Chor Sternmoos", "club", "Sternmooszeile 15", 87, 14, NO_AGE},
    {"Kleingartenverein Hagebüschel", "club", "Hagebüschelhöhe 1", 57, NO_AGE, NO_AGE},
    {"Jugendzentrum Drachenbaum", "club", "Drachenbaumgang 4", 91, 10, 21},
    {"Jugendtreff Glühwürmchen", "club", "Glühwürmchenhöhe 2", 63, 10, 21},
    {"Kulturverein Muster-Brücke", "club", "Musterbrücke 5", 24, NO_AGE, NO_AGE},
    {"Kirchengemeinde Sankt Schema", "parish", "Schemaplatz 2", 51, NO_AGE, NO_AGE},
    {"Kirchengemeinde Sankt Muster", "parish", "Musterkirchplatz 1", 96, NO_AGE, NO_AGE},
    {"Evangelische Gemeinde Beispiel", "parish", "Beispielhof 3", 61, NO_AGE, NO_AGE},
    {"Baptistengemeinde Quelle", "parish", "Quellgang 8", 54, NO_AGE, NO_AGE},
    {"Beratungsstelle für Aussiedler, Muster", "advice", "Musterplatz 9", 24, NO_AGE, NO_AGE},
    {"Migrationsberatung Brückenwort", "advice", "Brückenwortgasse 8", 23, NO_AGE, NO_AGE},
    {"Schuldnerberatung Beispiel", "advice", "Beispielgasse 11", 22, 18, NO_AGE},
    {"Elternberatung Haus Mondkraut", "advice", "Mondkrautgang 6", 61, NO_AGE, NO_AGE},
    {"Ausbildungswerkstatt Schema", "work", "Schemahof 44", 43, 16, 25},
    {"Gärtnerei Hagebüschel", "work", "Hagebüschelstieg 60", 77, 16, NO_AGE},
    {"Großküche Muster", "work", "Musterkai 2", 43, 16, NO_AGE},
    {"Stadtteilbücherei Coerde (Muster)", "other", "Mondkrautwinkel 1", 61, NO_AGE, NO_AGE},
};
#define INSTITUTION_COUNT (sizeof institutions / sizeof *institutions)

static size_t district_at(int number)
{
    size_t i = 0;
    while (i + 1 < DISTRICT_COUNT && district_facts[i].number != number)
        i++;
    return i;
}

static void put_age(struct xn_buf *csv, int age)
{
    xn_buf_putc(csv, ',');
    if (age != NO_AGE)
        xn_buf_printf(csv, "%d", age);
}

static void put_text(struct xn_buf *csv, const char *text)
{
    xn_buf_printf(csv, strchr(text, ',') ? ",\"%s\"" : ",%s", text);
}

static enum xn_status put_institution(const struct demo_city *city, size_t row, struct xn_buf *csv,
                                      struct xn_error *err)
{
    const struct institution *institution = &institutions[row];
    const size_t district = district_at(institution->district);
    const struct district_fact *fact = &district_facts[district];
    struct xn_random draw = draw_for(PURPOSE_INSTITUTIONS, row);
    double lon = 0.0, lat = 0.0;
    char address[200];
    XN_TRY(to_lonlat(point_inside(&city->district_ring[district], &draw), &lon, &lat, err));
    (void)snprintf(address, sizeof address, "%s, 481%02d Münster", institution->street, fact->number);
    xn_buf_printf(csv, "I%02zu", row + 1);
    put_text(csv, institution->name);
    xn_buf_printf(csv, ",%s", institution->kind);
    put_text(csv, address);
    xn_buf_printf(csv, ",%.5f,%.5f", lat, lon);
    put_age(csv, institution->age_from);
    put_age(csv, institution->age_to);
    xn_buf_putc(csv, '\n');
    return XN_OK;
}

enum xn_status write_institutions(const struct demo_city *city, const char *directory, struct xn_error *err)
{
    XN_AUTO_BUF csv = {.limit = FILE_LIMIT};
    char path[1024];
    xn_buf_puts(&csv, "id,name,kind,address,lat,lon,age_from,age_to\n");
    for (size_t row = 0; row < INSTITUTION_COUNT; row++)
        XN_TRY(put_institution(city, row, &csv, err));
    XN_TRY(xn_buf_check(&csv, err));
    (void)snprintf(path, sizeof path, "%s/institutions.csv", directory);
    return xn_file_write(path, csv.data, csv.length, err);
}
