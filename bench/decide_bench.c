// decide_bench.c - decisions a core-second: facts in memory to level, hits and questions.
#include <stdio.h>
#include <string.h>

#include "kit/law/law.h"
#include "kit/os/os.h"

#define PLAIN                                                                                      \
    "\"serves_defsec\":false,\"nat_egov\":false,\"nat_special_store\":false,\"pm_level\":0"

enum { BOUND = 200000, ROUNDS = 200000 };

static const char *const systems[] = {
    // what a register holds: whole, with gaps, composite
    "{\"type\":[\"a\"],\"info\":[\"ca_nhan\"]," PLAIN "}",
    "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"]," PLAIN ",\"dvc_level\":4,\"handles_tthc\":true,"
    "\"online_service\":true,\"cond_business\":\"no\",\"users_private\":5000,\"pd_basic\":5000,"
    "\"pd_sensitive\":0}",
    "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"],\"online_service\":true}",
    "{\"type\":[\"c\"],\"info\":[\"rieng\"]," PLAIN ",\"infra_scope\":\"nationwide\"}",
    "{\"type\":[\"a\"],\"info\":[\"bmnn\"]," PLAIN "}",
    "{}",
    "{\"components\":[{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN "},{\"type\":[\"c\"],"
    "\"info\":[\"rieng\"]," PLAIN ",\"infra_scope\":\"sector_or_province\"}]}",
};

int main(int argc, char **argv)
{
    law_case   cases[COUNT(systems)];
    arena      memory;
    const law *l    = law_current();
    int64_t    seen = 0;
    if (os_map(16 << 20, &memory) != ST_OK) return 1;
    for (size_t i = 0; i < COUNT(systems); i++) {
        if (law_facts_parse(l, str_from(systems[i]), &memory, &cases[i], NULL) != ST_OK) return 1;
    }
    int64_t before = os_thread_cpu_ns();
    for (int r = 0; r < ROUNDS; r++) {
        for (size_t i = 0; i < COUNT(systems); i++) {
            arena           scratch = memory; // every decision starts on the same bytes
            law_decision    d;
            const law_pack *p = law_pack_at(l, (size_t)r & 1);
            if (law_decide(p, &cases[i], &scratch, &d) != ST_OK) return 1;
            seen += d.level + (int64_t)d.hit_count + d.questions;
        }
    }
    int64_t spent = os_thread_cpu_ns() - before;
    double  rate  = (double)ROUNDS * COUNT(systems) * 1e9 / (double)spent;
    if (argc > 1 && strcmp(argv[1], "--row") == 0) {
        printf("| levels decide in process, a core-second | %.0f | | | ≥ %d | %s |\n", rate, BOUND,
               rate >= BOUND ? "yes" : "NO");
    } else {
        printf("%.0f decisions a core-second (%.0f ns each; %lld)\n", rate, 1e9 / rate,
               (long long)seen);
    }
    return 0;
}
