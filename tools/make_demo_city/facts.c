/* facts.c - the 45 statistical districts of Münster as a table.
 *
 * Facts: official number, name, and centre rounded to 500 m (EPSG:25832). A magnitude: inhabitants around
 * 2004, rounded to 500. Invented: the rates of the two groups, high in a few districts and low in the rest.
 */
#include "demo.h"

const struct district_fact district_facts[DISTRICT_COUNT] = {
    {11, "Aegidii", 405500, 5757500, 1500, 0.04, 0.06},
    {12, "Überwasser", 405000, 5758000, 1500, 0.04, 0.06},
    {13, "Dom", 406000, 5757500, 2000, 0.04, 0.06},
    {14, "Buddenturm", 405500, 5758000, 2000, 0.04, 0.06},
    {15, "Martini", 406000, 5758000, 1500, 0.04, 0.06},
    {21, "Pluggendorf", 404500, 5756500, 4000, 0.04, 0.06},
    {22, "Josef", 405500, 5756500, 8000, 0.04, 0.06},
    {23, "Bahnhof", 406000, 5757000, 1000, 0.04, 0.11},
    {24, "Hansaplatz", 406500, 5757000, 6500, 0.04, 0.06},
    {25, "Mauritz-West", 406500, 5757500, 5500, 0.04, 0.06},
    {26, "Schlachthof", 406500, 5758500, 4500, 0.04, 0.06},
    {27, "Kreuz", 405500, 5758500, 11500, 0.04, 0.06},
    {28, "Neutor", 404500, 5758500, 3500, 0.03, 0.11},
    {29, "Schloss", 404500, 5757500, 2000, 0.04, 0.06},
    {31, "Aaseestadt", 404000, 5755500, 5500, 0.05, 0.10},
    {32, "Geist", 405000, 5755500, 8500, 0.04, 0.06},
    {33, "Schützenhof", 405500, 5755500, 7000, 0.07, 0.11},
    {34, "Düesbergweg", 404500, 5754000, 6500, 0.04, 0.06},
    {43, "Hafen", 406500, 5756000, 1000, 0.03, 0.12},
    {44, "Herz-Jesu", 407500, 5757500, 5000, 0.04, 0.06},
    {45, "Mauritz-Mitte", 407500, 5758500, 10000, 0.04, 0.06},
    {46, "Rumphorst", 407000, 5759500, 8000, 0.04, 0.06},
    {47, "Uppenberg", 405000, 5760000, 7500, 0.06, 0.09},
    {51, "Gievenbeck", 402000, 5759000, 18500, 0.15, 0.13},
    {52, "Sentrup", 403000, 5757000, 6500, 0.03, 0.08},
    {54, "Mecklenbeck", 402000, 5754000, 9500, 0.09, 0.06},
    {56, "Albachten", 399000, 5753000, 5500, 0.10, 0.05},
    {57, "Roxel", 398500, 5757000, 8000, 0.07, 0.05},
    {58, "Nienberge", 400500, 5763000, 6500, 0.07, 0.04},
    {61, "Coerde", 407000, 5762000, 10000, 0.28, 0.14},
    {62, "Kinderhaus-Ost", 405000, 5761000, 5000, 0.12, 0.07},
    {63, "Kinderhaus-West", 403000, 5761500, 10500, 0.26, 0.12},
    {68, "Sprakel", 405000, 5765000, 3000, 0.04, 0.06},
    {71, "Mauritz-Ost", 408500, 5758000, 10000, 0.04, 0.06},
    {76, "Gelmer-Dyckburg", 409000, 5763000, 3500, 0.04, 0.06},
    {77, "Handorf", 411500, 5760000, 7000, 0.04, 0.06},
    {81, "Gremmendorf-West", 407500, 5754500, 5000, 0.12, 0.06},
    {82, "Gremmendorf-Ost", 409500, 5754500, 6000, 0.07, 0.04},
    {86, "Angelmodde", 410000, 5752500, 7500, 0.21, 0.09},
    {87, "Wolbeck", 413000, 5753500, 8500, 0.06, 0.04},
    {91, "Berg Fidel", 405500, 5753500, 5500, 0.27, 0.15},
    {95, "Hiltrup-Ost", 409000, 5750000, 7000, 0.07, 0.05},
    {96, "Hiltrup-Mitte", 407000, 5750500, 10000, 0.08, 0.07},
    {97, "Hiltrup-West", 405000, 5751000, 9000, 0.13, 0.07},
    {98, "Amelsbüren", 403000, 5749000, 5500, 0.08, 0.04},
};

const char *const corporation_names[CORPORATION_COUNT] = {
    "Demobau Münster", "Musterhaus eG", "Beispiel Wohnen gGmbH", "Stiftung Modellheim", "Bauverein Schema"};
