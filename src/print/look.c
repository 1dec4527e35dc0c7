// look.c - see look.h.
#include "print/look.h"

#include <string.h>

#include "kit/workers/package.h"

// ---- layers ------------------------------------------------------------------------------------

static void over(uint32_t *set, int32_t *to, uint32_t upper_set, const int32_t *upper, int keys)
{
    for (int i = 0; i < keys; i++) {
        if (upper_set >> i & 1) to[i] = upper[i];
    }
    *set |= upper_set;
}

void char_over(char_look *under, const char_look *upper)
{
    over(&under->set, under->v, upper->set, upper->v, CHAR_KEYS);
}

static void tab_put(para_look *l, tab_stop stop)
{
    size_t at = 0;
    while (at < l->tab_count && l->tabs[at].at < stop.at) at++;
    bool same = at < l->tab_count && l->tabs[at].at == stop.at;
    if (!same) {
        if (l->tab_count == LOOK_TABS_MAX) return;
        memmove(&l->tabs[at + 1], &l->tabs[at], (l->tab_count - at) * sizeof(tab_stop));
        l->tab_count++;
    }
    l->tabs[at] = stop;
}

void para_over(para_look *under, const para_look *upper)
{
    over(&under->set, under->v, upper->set, upper->v, PARA_KEYS);
    for (int i = 0; i < EDGES; i++) {
        if (upper->borders[i].said) under->borders[i] = upper->borders[i];
    }
    for (size_t i = 0; i < upper->tab_count; i++) tab_put(under, upper->tabs[i]);
}

// ---- values ------------------------------------------------------------------------------------

bool attr_on(const char **attributes)
{
    str v = attribute(attributes, "val");
    return !v.ptr || str_equal(v, S("1")) || str_equal(v, S("true")) || str_equal(v, S("on"));
}

int32_t attr_number(const char **attributes, const char *name, int32_t other)
{
    str     v = attribute(attributes, name), whole, rest;
    int64_t n;
    (void)str_cut(v, '.', &whole, &rest); // some programs write "240.0"
    if (!str_int(whole, &n)) return other;
    return (int32_t)(n > TWIPS_MAX ? TWIPS_MAX : n < -TWIPS_MAX ? -TWIPS_MAX : n);
}

int32_t attr_color(str hex, int32_t other)
{
    unsigned char rgb[3];
    if (!hex_decode(hex, rgb, sizeof rgb)) return other; // "auto"
    return rgb[0] << 16 | rgb[1] << 8 | rgb[2];
}

int32_t fill_read(const char **attributes)
{
    str val = attribute(attributes, "val");
    if (str_equal(val, S("solid"))) return attr_color(attribute(attributes, "color"), 0);
    return attr_color(attribute(attributes, "fill"), -1);
}

static void char_set(char_look *l, char_key key, int32_t v)
{
    l->v[key] = v;
    l->set |= 1u << key;
}

static void para_set(para_look *l, para_key key, int32_t v)
{
    l->v[key] = v;
    l->set |= 1u << key;
}

// ---- characters --------------------------------------------------------------------------------

typedef struct named {
    const char *name;
    int         value;
} named;

// The value of `name`, or -1.
static int find(const named *all, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(all[i].name, name) == 0) return all[i].value;
    }
    return -1;
}
#define FIND(all, name) find(all, COUNT(all), name)

static const char *value(const char **attributes)
{
    str v = attribute(attributes, "val");
    return v.ptr ? v.ptr : ""; // attributes are NUL-terminated
}

// Times and its twins are what the program ships; any other face is set in them, and that is told.
static void font_read(lacks *told, const char **attributes)
{
    static const str twins[] = { STR("Times New Roman"), STR("Times"),  STR("Liberation Serif"),
                                 STR("Tinos"),           STR("Symbol"), STR("") };
    str              face    = attribute(attributes, "ascii");
    if (!face.ptr) return;
    for (size_t i = 0; i < COUNT(twins); i++) {
        if (str_equal(face, twins[i])) return;
    }
    lacks_add(told, PRINT_LACK_FONT, face);
}

static int32_t highlight(const char *name)
{
    static const named colours[] = {
        { "yellow", 0xFFFF00 },   { "green", 0x00FF00 },       { "cyan", 0x00FFFF },
        { "magenta", 0xFF00FF },  { "blue", 0x0000FF },        { "red", 0xFF0000 },
        { "darkBlue", 0x00008B }, { "darkCyan", 0x008B8B },    { "darkGreen", 0x006400 },
        { "darkRed", 0x8B0000 },  { "darkMagenta", 0x800080 }, { "darkYellow", 0x808000 },
        { "black", 0x000000 },    { "white", 0xFFFFFF },       { "lightGray", 0xD3D3D3 },
        { "darkGray", 0xA9A9A9 },
    };
    return FIND(colours, name); // -1: none
}

static bool switch_read(char_look *l, const char *name, const char **attributes)
{
    static const named switches[] = {
        { "b", CHAR_BOLD },        { "i", CHAR_ITALIC },         { "strike", CHAR_STRIKE },
        { "caps", CHAR_CAPS },     { "dstrike", CHAR_STRIKE },   { "smallCaps", CHAR_SMALL_CAPS },
        { "vanish", CHAR_HIDDEN }, { "webHidden", CHAR_HIDDEN },
    };
    int key = FIND(switches, name);
    if (key >= 0) char_set(l, (char_key)key, attr_on(attributes));
    return key >= 0;
}

static void script_read(char_look *l, const char **attributes)
{
    static const named scripts[] = { { "superscript", 1 }, { "subscript", 2 } };
    int                script    = FIND(scripts, value(attributes));
    char_set(l, CHAR_SCRIPT, script < 0 ? 0 : script);
}

static void underline_read(char_look *l, const char **attributes)
{
    const char *how = value(attributes);
    char_set(l, CHAR_UNDERLINE, strcmp(how, "none") == 0 ? 0 : strcmp(how, "double") == 0 ? 2 : 1);
}

void char_read(char_look *l, lacks *told, const char *name, const char **attributes)
{
    static const char *const effects[] = { "outline", "shadow", "emboss", "imprint", "effect",
                                           "em",      "bdr",    "w",      "fitText" };
    if (switch_read(l, name, attributes)) return;
    if (strcmp(name, "sz") == 0) {
        int32_t size = attr_number(attributes, "val", 20);
        char_set(l, CHAR_SIZE, size < 2 ? 2 : size > 600 ? 600 : size);
    } else if (strcmp(name, "u") == 0) {
        underline_read(l, attributes);
    } else if (strcmp(name, "color") == 0) {
        char_set(l, CHAR_COLOR, attr_color(attribute(attributes, "val"), 0));
    } else if (strcmp(name, "highlight") == 0) {
        char_set(l, CHAR_FILL, highlight(value(attributes)));
    } else if (strcmp(name, "shd") == 0) {
        char_set(l, CHAR_FILL, fill_read(attributes));
    } else if (strcmp(name, "vertAlign") == 0) {
        script_read(l, attributes);
    } else if (strcmp(name, "spacing") == 0) {
        int32_t apart = attr_number(attributes, "val", 0);
        char_set(l, CHAR_SPACING, apart < -200 ? -200 : apart > 2000 ? 2000 : apart);
    } else if (strcmp(name, "position") == 0) {
        char_set(l, CHAR_RISE, attr_number(attributes, "val", 0) % 600);
    } else if (strcmp(name, "rFonts") == 0) {
        font_read(told, attributes);
    } else if (strcmp(name, "rtl") == 0 && attr_on(attributes)) {
        lacks_add(told, PRINT_LACK_RIGHT_TO_LEFT, S(""));
    }
    for (size_t i = 0; i < COUNT(effects); i++) {
        if (strcmp(name, effects[i]) == 0 && attr_on(attributes)) {
            lacks_add(told, PRINT_LACK_EFFECT, str_from(name));
        }
    }
}

// ---- paragraphs --------------------------------------------------------------------------------

static void align_read(para_look *l, const char **attributes)
{
    static const named aligns[] = {
        { "left", ALIGN_LEFT },         { "start", ALIGN_LEFT },      { "center", ALIGN_CENTER },
        { "right", ALIGN_RIGHT },       { "end", ALIGN_RIGHT },       { "both", ALIGN_BOTH },
        { "distribute", ALIGN_SPREAD }, { "lowKashida", ALIGN_BOTH },
    };
    int align = FIND(aligns, value(attributes));
    para_set(l, PARA_ALIGN, align < 0 ? ALIGN_LEFT : align);
}

static void from_attribute(para_look *l, para_key key, const char **attributes, const char *name)
{
    if (attribute(attributes, name).ptr) para_set(l, key, attr_number(attributes, name, 0));
}

static void indent_read(para_look *l, const char **attributes)
{
    from_attribute(l, PARA_LEFT, attributes, "start");
    from_attribute(l, PARA_LEFT, attributes, "left");
    from_attribute(l, PARA_RIGHT, attributes, "end");
    from_attribute(l, PARA_RIGHT, attributes, "right");
    from_attribute(l, PARA_FIRST, attributes, "firstLine");
    if (attribute(attributes, "hanging").ptr) {
        para_set(l, PARA_FIRST, -attr_number(attributes, "hanging", 0));
    }
}

static void room_read(para_look *l, para_key key, const char **attributes, const char *name)
{
    if (!attribute(attributes, name).ptr) return;
    int32_t room = attr_number(attributes, name, 0);
    para_set(l, key, room < 0 ? 0 : room);
}

static void spacing_read(para_look *l, const char **attributes)
{
    static const named rules[] = { { "auto", LINE_AUTO },
                                   { "exact", LINE_EXACT },
                                   { "atLeast", LINE_AT_LEAST } };
    room_read(l, PARA_BEFORE, attributes, "before");
    room_read(l, PARA_AFTER, attributes, "after");
    str by_program[] = { attribute(attributes, "beforeAutospacing"),
                         attribute(attributes, "afterAutospacing") };
    for (int i = 0; i < 2; i++) { // as in a web page: 14 pt
        if (str_equal(by_program[i], S("1")) || str_equal(by_program[i], S("true"))) {
            para_set(l, i == 0 ? PARA_BEFORE : PARA_AFTER, 280);
        }
    }
    if (!attribute(attributes, "line").ptr) return;
    room_read(l, PARA_LINE, attributes, "line");
    str rule = attribute(attributes, "lineRule");
    int how  = rule.ptr ? FIND(rules, rule.ptr) : LINE_AUTO;
    para_set(l, PARA_LINE_RULE, how < 0 ? LINE_AUTO : how);
}

static void lacking_read(lacks *told, const char *name, const char **attributes)
{
    if (strcmp(name, "framePr") == 0) lacks_add(told, PRINT_LACK_FRAME, S(""));
    if (strcmp(name, "bidi") == 0 && attr_on(attributes)) {
        lacks_add(told, PRINT_LACK_RIGHT_TO_LEFT, S(""));
    }
    if (strcmp(name, "textDirection") == 0) {
        str way = attribute(attributes, "val");
        if (way.ptr && !str_starts(way, S("lr"))) lacks_add(told, PRINT_LACK_TURNED, S(""));
    }
}

void para_read(para_look *l, lacks *told, const char *name, const char **attributes)
{
    static const named switches[] = {
        { "keepNext", PARA_KEEP_NEXT },           { "keepLines", PARA_KEEP_LINES },
        { "pageBreakBefore", PARA_NEW_PAGE },     { "widowControl", PARA_WIDOWS },
        { "contextualSpacing", PARA_CONTEXTUAL },
    };
    int key = FIND(switches, name);
    if (key >= 0) {
        para_set(l, (para_key)key, attr_on(attributes));
    } else if (strcmp(name, "jc") == 0) {
        align_read(l, attributes);
    } else if (strcmp(name, "ind") == 0) {
        indent_read(l, attributes);
    } else if (strcmp(name, "spacing") == 0) {
        spacing_read(l, attributes);
    } else if (strcmp(name, "numId") == 0) {
        para_set(l, PARA_LIST, attr_number(attributes, "val", 0));
    } else if (strcmp(name, "ilvl") == 0) {
        int32_t level = attr_number(attributes, "val", 0);
        para_set(l, PARA_LIST_LEVEL, level < 0 || level > 8 ? 0 : level);
    } else if (strcmp(name, "outlineLvl") == 0) {
        int32_t level = attr_number(attributes, "val", 9);
        para_set(l, PARA_HEADING, level < 0 || level > 9 ? 10 : level + 1);
    } else if (strcmp(name, "shd") == 0) {
        para_set(l, PARA_FILL, fill_read(attributes));
    } else {
        lacking_read(told, name, attributes);
    }
}

void tab_read(para_look *l, const char **attributes)
{
    static const named kinds[] = { { "center", TAB_CENTER }, { "right", TAB_RIGHT },
                                   { "end", TAB_RIGHT },     { "decimal", TAB_RIGHT },
                                   { "clear", TAB_CLEAR },   { "bar", TAB_CLEAR } };
    int                kind    = FIND(kinds, value(attributes));
    str                leader  = attribute(attributes, "leader");
    bool               dots    = leader.ptr && !str_equal(leader, S("none"));
    tab_put(l, (tab_stop){ attr_number(attributes, "pos", 0), kind < 0 ? TAB_LEFT : (tab_kind)kind,
                           dots });
}

// ---- borders -----------------------------------------------------------------------------------

edge edge_named(const char *name)
{
    static const named edges[] = {
        { "top", EDGE_TOP },         { "left", EDGE_LEFT },       { "start", EDGE_LEFT },
        { "bottom", EDGE_BOTTOM },   { "right", EDGE_RIGHT },     { "end", EDGE_RIGHT },
        { "insideH", EDGE_INNER_H }, { "between", EDGE_INNER_H }, { "insideV", EDGE_INNER_V },
    };
    int found = FIND(edges, name);
    return found < 0 ? EDGES : (edge)found;
}

void border_read(border *b, lacks *told, const char **attributes)
{
    static const named kinds[] = { { "nil", 0 },    { "none", 0 },    { "single", 1 },
                                   { "thick", 1 },  { "double", 2 },  { "dotted", 3 },
                                   { "dashed", 3 }, { "dotDash", 3 }, { "dashSmallGap", 3 } };
    int                kind    = FIND(kinds, value(attributes));
    int32_t            eighths = attr_number(attributes, "sz", 4);
    int32_t            space   = attr_number(attributes, "space", 0);
    if (kind < 0) lacks_add(told, PRINT_LACK_BORDER, attribute(attributes, "val"));
    *b = (border){ .said    = true,
                   .lines   = (uint8_t)(kind == 0   ? 0
                                        : kind == 2 ? 2
                                                    : 1),
                   .dashed  = kind == 3,
                   .eighths = (int16_t)(eighths < 2    ? 2
                                        : eighths > 96 ? 96
                                                       : eighths),
                   .space   = (int16_t)(space < 0    ? 0
                                        : space > 31 ? 31
                                                     : space),
                   .color   = attr_color(attribute(attributes, "color"), 0) };
}
