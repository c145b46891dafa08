/* registry.c - the table of all indices.
 *
 * The one place that says which indices there are: `xenia indices`, the command line, the daemon and the
 * tests read it, and every claim in it (forms, range, parameters, criteria) is checked by a test. Order is
 * that of the field's textbooks: evenness, exposure, concentration, multigroup, diversity, local.
 */
#include "registry.h"
#include <string.h>
#include "parameters.h"
#include "xenia/concentration.h"
#include "xenia/evenness.h"
#include "xenia/exposure.h"
#include "xenia/local.h"
#include "xenia/multigroup.h"

/* --- indices with parameters ----------------------------------------------------------------------- */

static const struct xn_parameter_spec atkinson_parameter[] = {
    {.name = "b",
     .default_value = "0.5",
     .meaning = "weight of units where the group is frequent, 0 < b < 1; 0.5 is symmetric",
     .above = 0,
     .below = 1},
    {0}};

static enum xn_status atkinson(const struct xn_index_entry *entry, const struct xn_index_input *input,
                               size_t reference, const struct xn_parameters *parameters, double *ret,
                               struct xn_error *err)
{
    return xn_atkinson(&input->counts, input->group, reference, xn_parameter_number(entry, parameters, "b"),
                       ret, err);
}

static const struct xn_parameter_spec isolation_parameter[] = {
    {.name = "exact",
     .default_value = "false",
     .meaning = "true: the member is not drawn again, (x_i - 1)/(t_i - 1)",
     .choices = "true|false"},
    {0}};

static enum xn_status isolation(const struct xn_index_entry *entry, const struct xn_index_input *input,
                                size_t reference, const struct xn_parameters *parameters, double *ret,
                                struct xn_error *err)
{
    (void)reference;
    return xn_isolation(&input->counts, input->group, xn_parameter_is(entry, parameters, "exact", "true"),
                        ret, err);
}

static const struct xn_parameter_spec delta_parameter[] = {
    {.name = "empty_units",
     .default_value = "keep",
     .meaning = "drop: land of units without people is left out",
     .choices = "keep|drop"},
    {0}};

static enum xn_status delta(const struct xn_index_entry *entry, const struct xn_index_input *input,
                            size_t reference, const struct xn_parameters *parameters, double *ret,
                            struct xn_error *err)
{
    (void)reference;
    const bool drop = xn_parameter_is(entry, parameters, "empty_units", "drop");
    return xn_delta(&input->counts, input->group, input->area_m2,
                    drop ? XN_EMPTY_UNITS_DROP : XN_EMPTY_UNITS_KEEP, ret, err);
}

static const struct xn_parameter_spec diversity_parameter[] = {
    {.name = "normalized",
     .default_value = "false",
     .meaning = "true: divided by ln k, its largest value with the k groups of the counts",
     .choices = "true|false"},
    {0}};

static enum xn_status multi_diversity(const struct xn_index_entry *entry, const struct xn_index_input *input,
                                      size_t reference, const struct xn_parameters *parameters, double *ret,
                                      struct xn_error *err)
{
    (void)reference;
    return xn_multi_diversity(&input->counts, xn_parameter_is(entry, parameters, "normalized", "true"), ret,
                              err);
}

/* --- the table ------------------------------------------------------------------------------------- */

enum {
    ONE_OR_TWO_GROUPS = XN_ONE_GROUP | XN_TWO_GROUP,
    INVARIANT = XN_ORGANIZATIONAL_EQUIVALENCE | XN_SIZE_INVARIANCE,
    TRANSFERS = XN_WEAK_TRANSFERS | XN_STRONG_TRANSFERS
};

#define PAIR_UNDEFINED "either side has no members, or fewer than two units have people of the two"
#define MIX_UNDEFINED "all persons are of one group, or fewer than two units have people"
#define NOBODY "nobody lives in the city"

static const struct xn_index_row row[] = {
    /* evenness */
    {.entry = {.id = "dissimilarity",
               .name = {[XN_ENGLISH] = "Dissimilarity index",
                        [XN_DUTCH] = "Dissimilariteitsindex",
                        [XN_GERMAN] = "Dissimilaritätsindex",
                        [XN_RUSSIAN] = "Индекс диссимиляции"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = ONE_OR_TWO_GROUPS,
               .formula = "1/2 sum abs(x_i/X - y_i/Y)",
               .range = "0 to 1",
               .reading = "The share of either side that would have to move to another unit, without being "
                          "replaced, for both to be spread alike.",
               .properties = INVARIANT | XN_WEAK_TRANSFERS | XN_COMPOSITION_INVARIANCE | XN_SYMMETRY,
               .literature = "Duncan & Duncan 1955, American Sociological Review 20:210-217",
               .undefined = PAIR_UNDEFINED},
     .of_pair = xn_dissimilarity},
    {.entry = {.id = "gini",
               .name = {[XN_ENGLISH] = "Gini index of segregation",
                        [XN_DUTCH] = "Gini-index van segregatie",
                        [XN_GERMAN] = "Gini-Index der Segregation",
                        [XN_RUSSIAN] = "Индекс сегрегации Джини"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = ONE_OR_TWO_GROUPS,
               .formula = "sum_ij t_i t_j abs(p_i - p_j) / (2 T^2 P (1 - P))",
               .range = "0 to 1",
               .reading =
                   "Twice the area between the segregation curve and the diagonal: how much the group's "
                   "share differs between two random persons' units, of the most it could.",
               .properties = INVARIANT | TRANSFERS | XN_COMPOSITION_INVARIANCE | XN_SYMMETRY,
               .literature = "Duncan & Duncan 1955, American Sociological Review 20:210-217; James & Taeuber "
                             "1985, Sociological Methodology 15:1-32",
               .undefined = PAIR_UNDEFINED},
     .of_pair = xn_gini},
    {.entry = {.id = "entropy",
               .name = {[XN_ENGLISH] = "Entropy index (Theil's H)",
                        [XN_DUTCH] = "Entropie-index (Theils H)",
                        [XN_GERMAN] = "Entropieindex (Theils H)",
                        [XN_RUSSIAN] = "Индекс энтропии (H Тейла)"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = ONE_OR_TWO_GROUPS,
               .formula = "sum t_i (E - E_i) / (E T), E = -P ln P - (1 - P) ln(1 - P)",
               .range = "0 to 1",
               .reading = "By how much the average unit is less mixed than the city, as a fraction of the "
                          "city's own mix.",
               .properties = INVARIANT | TRANSFERS | XN_SYMMETRY,
               .literature = "Theil & Finizza 1971, Journal of Mathematical Sociology 1:187-193",
               .undefined = PAIR_UNDEFINED},
     .of_pair = xn_entropy},
    {.entry = {.id = "atkinson",
               .name = {[XN_ENGLISH] = "Atkinson index",
                        [XN_DUTCH] = "Atkinson-index",
                        [XN_GERMAN] = "Atkinson-Index",
                        [XN_RUSSIAN] = "Индекс Аткинсона"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = ONE_OR_TWO_GROUPS,
               .formula = "1 - P/(1 - P) [sum (1 - p_i)^(1-b) p_i^b t_i / (P T)]^(1/(1-b))",
               .range = "0 to 1",
               .reading =
                   "Unevenness, with the weight b chosen: below 0.5 units where the group is scarce count "
                   "more, above 0.5 units where it is frequent.",
               .parameter = atkinson_parameter,
               .properties = INVARIANT | TRANSFERS | XN_COMPOSITION_INVARIANCE | XN_SYMMETRY,
               .literature = "Atkinson 1970, Journal of Economic Theory 2:244-263; James & Taeuber 1985, "
                             "Sociological Methodology 15:1-32",
               .undefined = PAIR_UNDEFINED},
     .with_parameters = atkinson},
    {.entry = {.id = "gorard",
               .name = {[XN_ENGLISH] = "Gorard's segregation index",
                        [XN_DUTCH] = "Segregatie-index van Gorard",
                        [XN_GERMAN] = "Segregationsindex nach Gorard",
                        [XN_RUSSIAN] = "Индекс сегрегации Горарда"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = ONE_OR_TWO_GROUPS,
               .formula = "1/2 sum abs(x_i/X - t_i/T)",
               .range = "0 to 1 - P",
               .reading = "The share of the group that would have to move for it to be spread as all persons "
                          "are.",
               .properties = INVARIANT | XN_WEAK_TRANSFERS,
               .literature = "Gorard & Taylor 2002, Sociology 36:875-895",
               .undefined = PAIR_UNDEFINED},
     .of_pair = xn_gorard},
    {.entry = {.id = "min_max",
               .name = {[XN_ENGLISH] = "Min-max index",
                        [XN_DUTCH] = "Min-max-index",
                        [XN_GERMAN] = "Min-Max-Index",
                        [XN_RUSSIAN] = "Индекс «минимум-максимум»"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = ONE_OR_TWO_GROUPS,
               .formula = "2 D / (1 + D), D the dissimilarity",
               .range = "0 to 1",
               .reading = "What the two spreads do not have in common, as a fraction of what either covers.",
               .properties = INVARIANT | XN_WEAK_TRANSFERS | XN_COMPOSITION_INVARIANCE | XN_SYMMETRY,
               .literature = "O'Sullivan & Wong 2007, Geographical Analysis 39:147-168",
               .undefined = PAIR_UNDEFINED},
     .of_pair = xn_min_max},

    /* exposure */
    {.entry = {.id = "isolation",
               .name = {[XN_ENGLISH] = "Isolation index",
                        [XN_DUTCH] = "Isolatie-index",
                        [XN_GERMAN] = "Isolationsindex",
                        [XN_RUSSIAN] = "Индекс изоляции"},
               .dimension = XN_DIMENSION_EXPOSURE,
               .forms = XN_ONE_GROUP,
               .formula = "sum x_i/X x_i/t_i",
               .range = "P to 1",
               .reading = "The probability that a person drawn from the unit of a random member is a member "
                          "too. Evenly spread it is the group's share P of the city.",
               .parameter = isolation_parameter,
               .properties = INVARIANT | TRANSFERS,
               .literature =
                   "Bell 1954, Social Forces 32:357-364; Lieberson 1981, in Peach, Robinson & Smith "
                   "(eds.), Ethnic Segregation in Cities, pp. 61-82",
               .undefined = "the group has no members"},
     .with_parameters = isolation},
    {.entry = {.id = "interaction",
               .name = {[XN_ENGLISH] = "Interaction index",
                        [XN_DUTCH] = "Interactie-index",
                        [XN_GERMAN] = "Interaktionsindex",
                        [XN_RUSSIAN] = "Индекс взаимодействия"},
               .dimension = XN_DIMENSION_EXPOSURE,
               .forms = ONE_OR_TWO_GROUPS,
               .formula = "sum x_i/X y_i/t_i, t_i all persons",
               .range = "0 to 1",
               .reading = "The probability that a person drawn from the unit of a random member is of the "
                          "reference. Evenly spread it is the reference's share of the city.",
               .properties = INVARIANT,
               .literature = "Bell 1954, Social Forces 32:357-364; Massey & Denton 1988, Social Forces "
                             "67:281-315",
               .undefined = "either side has no members"},
     .of_pair = xn_interaction},
    {.entry = {.id = "correlation_ratio",
               .name = {[XN_ENGLISH] = "Correlation ratio (eta squared)",
                        [XN_DUTCH] = "Correlatieverhouding (eta-kwadraat)",
                        [XN_GERMAN] = "Korrelationsverhältnis (Eta-Quadrat)",
                        [XN_RUSSIAN] = "Корреляционное отношение (эта-квадрат)"},
               .dimension = XN_DIMENSION_EXPOSURE,
               .forms = XN_ONE_GROUP,
               .formula = "(xPx - P) / (1 - P), xPx the isolation",
               .range = "0 to 1",
               .reading =
                   "Isolation freed from the group's size: the share of the variance of membership that "
                   "lies between units.",
               .properties = INVARIANT | TRANSFERS | XN_SYMMETRY,
               .literature = "Bell 1954, Social Forces 32:357-364; White 1986, Population Index 52:198-221",
               .undefined = "the group has no members, everybody is a member, or fewer than two units have "
                            "people"},
     .of_group = xn_correlation_ratio},

    /* concentration */
    {.entry = {.id = "delta",
               .name = {[XN_ENGLISH] = "Delta (spatial concentration)",
                        [XN_DUTCH] = "Delta (ruimtelijke concentratie)",
                        [XN_GERMAN] = "Delta (räumliche Konzentration)",
                        [XN_RUSSIAN] = "Дельта (пространственная концентрация)"},
               .dimension = XN_DIMENSION_CONCENTRATION,
               .forms = XN_ONE_GROUP,
               .formula = "1/2 sum abs(x_i/X - a_i/A)",
               .range = "0 to 1",
               .reading = "The share of the group that would have to move for it to be equally dense on all "
                          "land.",
               .parameter = delta_parameter,
               .properties = XN_SIZE_INVARIANCE | XN_COMPOSITION_INVARIANCE,
               .literature = "Hoover 1941, Journal of Economic History 1:199-205; Duncan, Cuzzort & Duncan "
                             "1961, Statistical Geography; Massey & Denton 1988, Social Forces 67:281-315",
               .undefined = "the group has no members, the land has no area, or fewer than two units take "
                            "part"},
     .with_parameters = delta},

    /* multigroup */
    {.entry = {.id = "multi_dissimilarity",
               .name = {[XN_ENGLISH] = "Multigroup dissimilarity",
                        [XN_DUTCH] = "Dissimilariteit van meer groepen",
                        [XN_GERMAN] = "Mehrgruppen-Dissimilarität",
                        [XN_RUSSIAN] = "Диссимиляция нескольких групп"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = XN_MULTIGROUP,
               .formula = "sum t_i abs(pi_im - pi_m) / (2 T I)",
               .range = "0 to 1",
               .reading =
                   "The share of persons that would have to move for all groups to be spread alike, of "
                   "that share under complete segregation.",
               .properties = INVARIANT | XN_SYMMETRY,
               .literature = "Sakoda 1981, Demography 18:245-250; Reardon & Firebaugh 2002, Sociological "
                             "Methodology 32:33-67",
               .undefined = MIX_UNDEFINED},
     .of_mix = xn_multi_dissimilarity},
    {.entry = {.id = "multi_gini",
               .name = {[XN_ENGLISH] = "Multigroup Gini index",
                        [XN_DUTCH] = "Gini-index van meer groepen",
                        [XN_GERMAN] = "Mehrgruppen-Gini-Index",
                        [XN_RUSSIAN] = "Индекс Джини для нескольких групп"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = XN_MULTIGROUP,
               .formula = "sum_m sum_ij t_i t_j abs(pi_im - pi_jm) / (2 T^2 I)",
               .range = "0 to 1",
               .reading = "The groups' Gini indices against everybody else, averaged with weights pi_m (1 - "
                          "pi_m).",
               .properties = INVARIANT | XN_SYMMETRY,
               .literature = "Reardon & Firebaugh 2002, Sociological Methodology 32:33-67",
               .undefined = MIX_UNDEFINED},
     .of_mix = xn_multi_gini},
    {.entry = {.id = "multi_information_theory",
               .name = {[XN_ENGLISH] = "Information theory index (Theil's H)",
                        [XN_DUTCH] = "Informatietheoretische index (Theils H)",
                        [XN_GERMAN] = "Informationstheoretischer Index (Theils H)",
                        [XN_RUSSIAN] = "Теоретико-информационный индекс (H Тейла)"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = XN_MULTIGROUP,
               .formula = "sum t_i (E - E_i) / (T E)",
               .range = "0 to 1",
               .reading = "By how much the average unit is less diverse than the city, as a fraction of the "
                          "city's diversity.",
               .properties = INVARIANT | TRANSFERS | XN_SYMMETRY,
               .literature = "Theil & Finizza 1971, Journal of Mathematical Sociology 1:187-193; Reardon & "
                             "Firebaugh 2002, Sociological Methodology 32:33-67",
               .undefined = MIX_UNDEFINED},
     .of_mix = xn_multi_information_theory},
    {.entry = {.id = "mutual_information",
               .alias = "multi_divergence",
               .name = {[XN_ENGLISH] = "Mutual information index (M)",
                        [XN_DUTCH] = "Wederzijdse-informatie-index (M)",
                        [XN_GERMAN] = "Transinformationsindex (M)",
                        [XN_RUSSIAN] = "Индекс взаимной информации (M)"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = XN_MULTIGROUP,
               .formula = "sum t_i/T pi_im ln(pi_im / pi_m) = E H",
               .range = "0 to E",
               .reading =
                   "What a person's unit tells about the group, in nats. Adds up over units, districts "
                   "and groups.",
               .properties = INVARIANT | TRANSFERS | XN_SYMMETRY,
               .literature =
                   "Theil 1971, Principles of Econometrics; Mora & Ruiz-Castillo 2011, Sociological "
                   "Methodology 41:159-194",
               .undefined = MIX_UNDEFINED},
     .of_mix = xn_mutual_information},
    {.entry = {.id = "multi_relative_diversity",
               .name = {[XN_ENGLISH] = "Relative diversity index",
                        [XN_DUTCH] = "Relatieve-diversiteitsindex",
                        [XN_GERMAN] = "Index der relativen Diversität",
                        [XN_RUSSIAN] = "Индекс относительного разнообразия"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = XN_MULTIGROUP,
               .formula = "1 - sum t_i I_i / (T I)",
               .range = "0 to 1",
               .reading = "By how much rarer two persons of one unit are of different groups than two of the "
                          "city.",
               .properties = INVARIANT | XN_SYMMETRY,
               .literature =
                   "Goodman & Kruskal 1954, Journal of the American Statistical Association "
                   "49:732-764; Carlson 1992, Social Problems 39:268-290; Reardon & Firebaugh 2002, "
                   "Sociological Methodology 32:33-67",
               .undefined = MIX_UNDEFINED},
     .of_mix = xn_multi_relative_diversity},
    {.entry = {.id = "multi_squared_coefficient_of_variation",
               .name = {[XN_ENGLISH] = "Squared coefficient of variation",
                        [XN_DUTCH] = "Gekwadrateerde variatiecoëfficiënt",
                        [XN_GERMAN] = "Quadrierter Variationskoeffizient",
                        [XN_RUSSIAN] = "Квадрат коэффициента вариации"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = XN_MULTIGROUP,
               .formula = "sum t_i (pi_im - pi_m)^2 / (T (k - 1) pi_m)",
               .range = "0 to 1",
               .reading = "The variance of the shares relative to their mean, averaged over groups; k counts "
                          "groups with members.",
               .properties = INVARIANT | XN_SYMMETRY,
               .literature = "Reardon & Firebaugh 2002, Sociological Methodology 32:33-67",
               .undefined = MIX_UNDEFINED},
     .of_mix = xn_multi_squared_coefficient_of_variation},
    {.entry = {.id = "multi_normalized_exposure",
               .name = {[XN_ENGLISH] = "Normalized exposure index",
                        [XN_DUTCH] = "Genormaliseerde blootstellingsindex",
                        [XN_GERMAN] = "Normierter Expositionsindex",
                        [XN_RUSSIAN] = "Нормированный индекс контактов"},
               .dimension = XN_DIMENSION_EXPOSURE,
               .forms = XN_MULTIGROUP,
               .formula = "sum t_i (pi_im - pi_m)^2 / (T (1 - pi_m))",
               .range = "0 to 1",
               .reading = "The groups' correlation ratios, averaged with their shares as weights.",
               .properties = INVARIANT | XN_SYMMETRY,
               .literature = "James 1986, Sociological Methods & Research 14:301-316; Reardon & Firebaugh "
                             "2002, Sociological Methodology 32:33-67",
               .undefined = MIX_UNDEFINED},
     .of_mix = xn_multi_normalized_exposure},

    /* diversity of the city */
    {.entry = {.id = "multi_diversity",
               .name = {[XN_ENGLISH] = "Diversity (Shannon entropy)",
                        [XN_DUTCH] = "Diversiteit (Shannon-entropie)",
                        [XN_GERMAN] = "Diversität (Shannon-Entropie)",
                        [XN_RUSSIAN] = "Разнообразие (энтропия Шеннона)"},
               .dimension = XN_DIMENSION_DIVERSITY,
               .forms = XN_MULTIGROUP,
               .formula = "-sum pi_m ln pi_m",
               .range = "0 to ln k; normalized 0 to 1",
               .reading =
                   "How mixed the city as a whole is: 0 with one group, largest with all groups equally "
                   "large. Not a measure of segregation.",
               .parameter = diversity_parameter,
               .literature = "Shannon 1948, Bell System Technical Journal 27:379-423; White 1986, Population "
                             "Index 52:198-221",
               .undefined = NOBODY ", or normalized with a single group"},
     .with_parameters = multi_diversity},
    {.entry = {.id = "simpson_interaction",
               .name = {[XN_ENGLISH] = "Simpson's interaction index",
                        [XN_DUTCH] = "Interactie-index van Simpson",
                        [XN_GERMAN] = "Interaktionsindex nach Simpson",
                        [XN_RUSSIAN] = "Индекс взаимодействия Симпсона"},
               .dimension = XN_DIMENSION_DIVERSITY,
               .forms = XN_MULTIGROUP,
               .formula = "sum pi_m (1 - pi_m)",
               .range = "0 to 1 - 1/k",
               .reading = "The probability that two persons drawn from the city are of different groups.",
               .literature = "Simpson 1949, Nature 163:688; Lieberson 1969, American Sociological Review "
                             "34:850-862",
               .undefined = NOBODY},
     .of_mix = xn_simpson_interaction},
    {.entry = {.id = "simpson_concentration",
               .name = {[XN_ENGLISH] = "Simpson's concentration index",
                        [XN_DUTCH] = "Concentratie-index van Simpson",
                        [XN_GERMAN] = "Konzentrationsindex nach Simpson",
                        [XN_RUSSIAN] = "Индекс концентрации Симпсона"},
               .dimension = XN_DIMENSION_DIVERSITY,
               .forms = XN_MULTIGROUP,
               .formula = "sum pi_m^2",
               .range = "1/k to 1",
               .reading = "The probability that two persons drawn from the city are of the same group.",
               .literature = "Simpson 1949, Nature 163:688",
               .undefined = NOBODY},
     .of_mix = xn_simpson_concentration},

    /* local */
    {.entry = {.id = "share",
               .name = {[XN_ENGLISH] = "Share of the group",
                        [XN_DUTCH] = "Aandeel van de groep",
                        [XN_GERMAN] = "Anteil der Gruppe",
                        [XN_RUSSIAN] = "Доля группы"},
               .dimension = XN_DIMENSION_DIVERSITY,
               .forms = XN_LOCAL,
               .formula = "pi_im",
               .range = "0 to 1",
               .reading = "The group's share of the persons of the unit.",
               .literature = "Massey & Denton 1988, Social Forces 67:281-315",
               .undefined = "nobody lives in the unit"},
     .of_group = xn_share},
    {.entry = {.id = "location_quotient",
               .name = {[XN_ENGLISH] = "Location quotient",
                        [XN_DUTCH] = "Locatiequotiënt",
                        [XN_GERMAN] = "Lokationsquotient",
                        [XN_RUSSIAN] = "Коэффициент локализации"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = XN_LOCAL,
               .formula = "pi_im / pi_m",
               .range = "0 to 1/pi_m",
               .reading =
                   "The group's share in the unit relative to its share in the city: 1 is as in the city, "
                   "2 twice as much.",
               .literature = "Isard 1960, Methods of Regional Analysis, pp. 123-126; Brown & Chung 2006, "
                             "Population, Space and Place 12:125-143",
               .undefined = "nobody lives in the unit, or the group has no members in the city"},
     .of_group = xn_location_quotient},
    {.entry = {.id = "local_diversity",
               .name = {[XN_ENGLISH] = "Local diversity (Shannon entropy)",
                        [XN_DUTCH] = "Lokale diversiteit (Shannon-entropie)",
                        [XN_GERMAN] = "Lokale Diversität (Shannon-Entropie)",
                        [XN_RUSSIAN] = "Локальное разнообразие (энтропия Шеннона)"},
               .dimension = XN_DIMENSION_DIVERSITY,
               .forms = XN_LOCAL,
               .formula = "E_i = -sum pi_im ln pi_im",
               .range = "0 to ln k",
               .reading = "How mixed the unit is: 0 with one group, largest with all groups equally large.",
               .literature = "Shannon 1948, Bell System Technical Journal 27:379-423; White 1986, Population "
                             "Index 52:198-221",
               .undefined = "nobody lives in the unit"},
     .of_mix = xn_local_diversity},
    {.entry = {.id = "local_entropy",
               .name = {[XN_ENGLISH] = "Local entropy (normalized)",
                        [XN_DUTCH] = "Lokale entropie (genormaliseerd)",
                        [XN_GERMAN] = "Lokale Entropie (normiert)",
                        [XN_RUSSIAN] = "Локальная энтропия (нормированная)"},
               .dimension = XN_DIMENSION_DIVERSITY,
               .forms = XN_LOCAL,
               .formula = "E_i / ln k",
               .range = "0 to 1",
               .reading =
                   "Local diversity as a fraction of its largest value with all k groups of the counts.",
               .literature = "Theil 1972, Statistical Decomposition Analysis; White 1986, Population Index "
                             "52:198-221",
               .undefined = "nobody lives in the unit, or there is a single group"},
     .of_mix = xn_local_entropy},
    {.entry = {.id = "local_simpson_interaction",
               .name = {[XN_ENGLISH] = "Local Simpson interaction",
                        [XN_DUTCH] = "Lokale interactie (Simpson)",
                        [XN_GERMAN] = "Lokale Interaktion (Simpson)",
                        [XN_RUSSIAN] = "Локальное взаимодействие Симпсона"},
               .dimension = XN_DIMENSION_DIVERSITY,
               .forms = XN_LOCAL,
               .formula = "I_i = sum pi_im (1 - pi_im)",
               .range = "0 to 1 - 1/k",
               .reading = "The probability that two persons drawn from the unit are of different groups.",
               .literature = "Simpson 1949, Nature 163:688; Lieberson 1969, American Sociological Review "
                             "34:850-862",
               .undefined = "nobody lives in the unit"},
     .of_mix = xn_local_simpson_interaction},
    {.entry = {.id = "local_simpson_concentration",
               .name = {[XN_ENGLISH] = "Local Simpson concentration",
                        [XN_DUTCH] = "Lokale concentratie (Simpson)",
                        [XN_GERMAN] = "Lokale Konzentration (Simpson)",
                        [XN_RUSSIAN] = "Локальная концентрация Симпсона"},
               .dimension = XN_DIMENSION_DIVERSITY,
               .forms = XN_LOCAL,
               .formula = "sum pi_im^2",
               .range = "1/k to 1",
               .reading = "The probability that two persons drawn from the unit are of the same group.",
               .literature = "Simpson 1949, Nature 163:688",
               .undefined = "nobody lives in the unit"},
     .of_mix = xn_local_simpson_concentration},
    {.entry = {.id = "local_mutual_information",
               .alias = "local_divergence",
               .name = {[XN_ENGLISH] = "Local mutual information",
                        [XN_DUTCH] = "Lokale wederzijdse informatie",
                        [XN_GERMAN] = "Lokale Transinformation",
                        [XN_RUSSIAN] = "Локальная взаимная информация"},
               .dimension = XN_DIMENSION_EVENNESS,
               .forms = XN_LOCAL,
               .formula = "sum_m pi_im ln(pi_im / pi_m)",
               .range = "0 to -ln of the smallest pi_m",
               .reading = "How far the unit's mix is from the city's, in nats; the mean over persons is the "
                          "mutual information index.",
               .literature = "Kullback & Leibler 1951, Annals of Mathematical Statistics 22:79-86; Mora & "
                             "Ruiz-Castillo 2011, Sociological Methodology 41:159-194",
               .undefined = "nobody lives in the unit"},
     .of_mix = xn_local_mutual_information},
};

/* --- looking up ------------------------------------------------------------------------------------ */

size_t xn_index_count(void)
{
    return sizeof row / sizeof *row;
}

const struct xn_index_entry *xn_index_at(size_t position)
{
    return position < xn_index_count() ? &row[position].entry : NULL;
}

static const struct xn_index_row *find(const char *name)
{
    for (size_t i = 0; i < xn_index_count(); i++)
        if (strcmp(row[i].entry.id, name) == 0 ||
            (row[i].entry.alias && strcmp(row[i].entry.alias, name) == 0))
            return &row[i];
    return NULL;
}

const struct xn_index_entry *xn_index_find(const char *id_or_alias)
{
    const struct xn_index_row *found = find(id_or_alias);
    return found ? &found->entry : NULL;
}

const struct xn_index_row *xn_index_row_of(const struct xn_index_entry *entry)
{
    return find(entry->id);
}
