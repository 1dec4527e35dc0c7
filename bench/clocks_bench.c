// clocks_bench.c - all clocks, seriousness and plan of an incident from facts in memory, a core-second.
#include <stdio.h>
#include <string.h>

#include "kit/os/os.h"
#include "modules/incidents/clock_facts.h"
#include "modules/incidents/serious.h"

enum { BOUND = 50000, ROUNDS = 50000 };

static const char *const incidents[] = {
    "{\"detected\":\"2026-08-20T22:00:00+07:00\",\"serious\":true,\"personal_data\":true,"
    "\"bank\":true}",
    "{\"detected\":\"2024-03-24T10:00:00+07:00\",\"over_capacity\":\"2024-03-24T11:00:00+07:00\","
    "\"ended\":\"2024-04-01T08:00:00+07:00\",\"level\":3,\"in_list\":false}",
    "{\"occurred\":\"2025-12-30T08:00:00+07:00\",\"detected\":\"2026-01-02T09:00:00+07:00\","
    "\"personal_data\":true,\"bank\":true,\"fixed\":\"2026-01-05T09:00:00+07:00\"}",
    "{\"detected\":\"2026-09-01T10:00:00+07:00\"}",
};

int main(int argc, char **argv)
{
    static incident_clock_list out;
    incident_facts             facts[COUNT(incidents)];
    arena                      memory;
    const law                 *l    = law_current();
    incident_clock_settings    s    = incident_clock_settings_of(l);
    int64_t                    seen = 0;
    if (os_map(1 << 20, &memory) != ST_OK) return 1;
    for (size_t i = 0; i < COUNT(incidents); i++) {
        if (incident_facts_parse(l, str_from(incidents[i]), &memory, &facts[i], NULL) != ST_OK)
            return 1;
    }
    int64_t before = os_thread_cpu_ns();
    for (int r = 0; r < ROUNDS; r++) {
        for (size_t i = 0; i < COUNT(incidents); i++) {
            if (incident_clocks_of(l, &facts[i], &s, &out) != ST_OK) return 1;
            seen += (int64_t)out.count + (int64_t)incident_plan(l, &facts[i]).kind;
        }
    }
    double rate = (double)ROUNDS * COUNT(incidents) * 1e9 / (double)(os_thread_cpu_ns() - before);
    if (argc > 1 && strcmp(argv[1], "--row") == 0) {
        printf("| clocks of an incident in process, a core-second | %.0f | | | ≥ %d | %s |\n", rate,
               BOUND, rate >= BOUND ? "yes" : "NO");
    } else {
        printf("%.0f incidents a core-second (%.0f ns each; %lld)\n", rate, 1e9 / rate,
               (long long)seen);
    }
    return 0;
}
