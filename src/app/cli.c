/* cli.c - `xenia`, the command line: the tree of commands as data, and main. */
#include "cli.h"
#include <string.h>

static const struct cli_command command[] = {
    {"indices", "the catalogue of indices, or the definition of one", cli_indices},
    {"index", "indices of a layer of districts; no database", cli_index},
    {"classify", "the class of every unit under a policy; no database", cli_classify},
    {"rank", "the dwellings for one household, with reasons; no database", cli_rank},
    {"match", "the best batch for many households, under quotas; no database", cli_match},
    {"map", "a map as SVG, PNG or GeoJSON; no database", cli_map},
    {"policy", "checks, signs, lists and compares policies; overrides of classes", cli_policy},
    {"db", "the store: init, migrate, status, stop", cli_db},
    {"import", "areas, counts, offers, placements and households into the store", cli_import},
    {"export", "VERA: dwellings on offer, offers made, placements", cli_export},
    {"refresh", "recomputes and publishes: what cron runs", cli_refresh},
    {"publish", "what the working group gets, for a quarter or a meeting", cli_publish},
    {"household", "the work queue; households, added, shown, left", cli_household},
    {"dwelling", "what is on offer; a newspaper ad in one line", cli_dwelling},
    {"offer", "drafts and makes offers, records the answers", cli_offer},
    {"placement", "agreed, moved in, ended", cli_placement},
    {"objection", "raised by a household, decided by a second person", cli_objection},
    {"commitment", "what a corporation has promised for a quarter", cli_commitment},
    {"ledger", "what came of it: by quarter, corporation and class", cli_ledger},
    {"report", "quarterly report and map packs, as PDF or HTML", cli_report},
    {"paper", "record of processing, algorithm register, fairness report", cli_paper},
    {"reconcile", "reported figures against each other and the ledger", cli_reconcile},
    {"purge", "takes away what is past its term; tells the terms", cli_purge},
    {"user", "people who may come in: added, listed, disabled; their passwords", cli_user},
    {"roles", "which role may ask which address of the service", cli_roles},
    {"token", "bearer tokens of machines: made, listed, revoked", cli_token},
    {"audit", "the log of changes: list, verify, seal, key", cli_audit},
    {"demo", "the demonstration city, from nothing to the served page", cli_demo},
};

static void print_commands(FILE *to)
{
    fputs("Usage: xenia COMMAND [OPTION...]\n\n"
          "Segregation indices of districts, and housing offers ranked by them. Advice: a person decides.\n\n"
          "Commands:\n",
          to);
    for (size_t i = 0; i < sizeof command / sizeof *command; i++)
        fprintf(to, "  %-10s %s\n", command[i].name, command[i].summary);
    fputs(
        "\n`xenia COMMAND --help` tells the options of one.\n"
        "Exit codes: 0 done, 1 usage, 2 input refused, 3 undefined, 4 store unreachable, 5 already running, "
        "75 try again.\n",
        to);
}

int main(int argc, char **argv)
{
    argp_err_exit_status = CLI_USAGE;
    if (argc < 2) {
        print_commands(stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_commands(stdout);
        return CLI_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("xenia " XENIA_VERSION);
        return CLI_DONE;
    }
    for (size_t i = 0; i < sizeof command / sizeof *command; i++)
        if (strcmp(argv[1], command[i].name) == 0) {
            char name[64];
            snprintf(name, sizeof name, "xenia %s", argv[1]);
            argv[1] = name; /* what --help and usage messages call the program */
            return command[i].run(argc - 1, argv + 1);
        }
    fprintf(stderr, "xenia: there is no command '%s'; `xenia --help` lists them\n", argv[1]);
    return CLI_USAGE;
}
