// yara.c - YARA rules over the bytes of a file; wraps libyara. How long they may take: yara_look.c.
//
// Rules are compiled file by file, first each alone: after its first error libyara's compiler cannot be used again,
// and one bad file must not take the others with it. Files cannot include others.
#include <string.h>

#include "hunt/yara.h"

enum { FILES_MAX = 16 * 1024, IDENTIFIER_MAX = 128, DESCRIPTION_MAX = 300 };

static YR_COMPILER *all; // of the files that compile
static YR_RULES    *rules;
static uint32_t     rule_count;
static yara_source *sources;
static size_t       source_count;

typedef struct complaint {
    char text[256];
    int  line;
} complaint;

static void on_error(int level, const char *file, int line, const YR_RULE *rule,
                     const char *message, void *ctx)
{
    complaint *c = ctx;
    (void)file, (void)rule;
    if (level != YARA_ERROR_LEVEL_ERROR || !c || c->line) return;
    arena room = arena_over(c->text, sizeof c->text);
    buf   b    = buf_in(&room, sizeof c->text - 16, sizeof c->text - 16);
    buf_put(&b, str_begin(str_from(message), 200));
    c->text[b.failed ? 0 : b.len] = 0;
    c->line                       = line > 0 ? line : 1;
}

static YR_COMPILER *compiler(complaint *c)
{
    static const char *const externals[] = { "filename", "filepath", "extension",
                                             "filetype", "owner",    "filemode" };
    YR_COMPILER             *made        = NULL;
    if (yr_compiler_create(&made) != ERROR_SUCCESS) return NULL;
    yr_compiler_set_callback(made, on_error, c);
    yr_compiler_set_include_callback(made, NULL, NULL, NULL);
    for (size_t i = 0; i < COUNT(externals); i++)
        (void)yr_compiler_define_string_variable(made, externals[i], "");
    return made;
}

static bool refused(hunter *h, str name, const complaint *c)
{
    str detail;
    if (arena_copy(h->room, str_from(c->text), &detail) != ST_OK) return false;
    return hunter_refuses(h,
                          (sigma_rule){ .file   = name,
                                        .line   = (uint32_t)(c->line > 0 ? c->line : 1),
                                        .why    = S("yara-compile"),
                                        .detail = str_is_text(detail) ? detail : (str){ "", 0 } });
}

bool yara_load(hunter *h, str name, str bytes)
{
    complaint c    = { .line = 0 };
    char     *text = arena_cstr(h->room, bytes), *space = arena_cstr(h->room, name);
    if (!text || !space) return false;
    if (!all && (yr_initialize() != ERROR_SUCCESS || !(all = compiler(NULL)))) return false;
    YR_COMPILER *alone = compiler(&c);
    if (!alone) return false;
    int errors = yr_compiler_add_string(alone, text, space);
    yr_compiler_destroy(alone);
    if (errors || strlen(text) != (size_t)bytes.len) return refused(h, name, &c);
    if (source_count == FILES_MAX) return false;
    if (!sources && !(sources = NEW(h->room, yara_source, FILES_MAX))) return false;
    sources[source_count++] = (yara_source){ space, { text, bytes.len } };
    return yr_compiler_add_string(all, text, space) == 0;
}

static str shown(const char *s, ptrdiff_t most)
{
    str text = str_begin(str_from(s), most);
    return str_is_text(text) ? text : (str){ "", 0 };
}

bool yara_warm(hunter *h)
{
    YR_RULE *rule;
    if (!all) return true;
    if (yr_compiler_get_rules(all, &rules) != ERROR_SUCCESS) return false;
    yr_rules_foreach(rules, rule) rule_count++;
    h->yara_rules = rule_count;
    return yara_look_warm(h, rules, rule_count, sources, source_count);
}

void yara_put_rules(hunter *h)
{
    for (uint32_t i = 0; i < rule_count; i++) {
        const YR_RULE *rule = &rules->rules_table[i];
        frame_begin(h->out, HUNT_FRAME_YARA_RULE);
        put_text(h->out, shown(rule->identifier, IDENTIFIER_MAX), IDENTIFIER_MAX);
        put_text(h->out, shown(rule->ns->name, HUNT_NAME_MAX), HUNT_NAME_MAX);
        frame_end(h->out);
    }
}

// ---- what holds ----------------------------------------------------------------------------------

static str description_of(const YR_RULE *rule)
{
    YR_META *meta;
    yr_rule_metas_foreach(rule, meta)
    {
        if (meta->type == META_TYPE_STRING && strcmp(meta->identifier, "description") == 0)
            return shown(meta->string, DESCRIPTION_MAX);
    }
    return (str){ "", 0 };
}

// The next place of a string that is told. libyara puts a place where it happens to fit, whatever its alignment: each is copied.
static bool next_place(const YR_MATCH **at, YR_MATCH *place)
{
    while (*at) {
        memcpy(place, *at, sizeof *place);
        *at = place->next;
        if (!place->is_private) return true;
    }
    return false;
}

static void put_places(frame_out *out, YR_SCAN_CONTEXT *context, YR_RULE *rule)
{
    YR_STRING *string;
    YR_MATCH   place;
    uint32_t   count = 0;
    yr_rule_strings_foreach(rule, string)
    {
        const YR_MATCH *at = context->matches[string->idx].head;
        while (count < HUNT_PLACES_MAX && next_place(&at, &place)) count++;
    }
    frame_u8(out, (uint8_t)count);
    yr_rule_strings_foreach(rule, string)
    {
        const YR_MATCH *at = context->matches[string->idx].head;
        for (; count && next_place(&at, &place); count--) {
            put_text(out, shown(string->identifier, IDENTIFIER_MAX), IDENTIFIER_MAX);
            frame_u64(out, (uint64_t)(place.base + place.offset));
            frame_u32(out, (uint32_t)place.match_length);
        }
    }
}

void yara_put_found(hunter *h, YR_SCAN_CONTEXT *context, YR_RULE *rule)
{
    h->counts.yara++;
    frame_begin(h->out, HUNT_FRAME_YARA);
    frame_u32(h->out, (uint32_t)(rule - rules->rules_table));
    put_text(h->out, description_of(rule), DESCRIPTION_MAX);
    put_places(h->out, context, rule);
    frame_end(h->out);
}
