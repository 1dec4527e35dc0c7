// body_fuzz.c - names and codes as typed in sheets and forms.
#include <assert.h>

#include "modules/organisations/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char  memory[1 << 20];
    arena        a     = arena_over(memory, sizeof(memory));
    str          typed = { (const char *)data, (ptrdiff_t)(size < 4096 ? size : 4096) };
    body_guesses g;
    str          code;
    body_draft   draft = { .code = typed, .name_vi = typed, .valid_from = typed }, out;
    if (body_guess(typed, &a, &g) == ST_OK) {
        assert(g.code_count <= BODY_GUESSES_MAX && g.fold_count <= BODY_GUESSES_MAX);
        for (size_t i = 0; i < g.fold_count; i++) (void)body_matches(g.folds[i], g.folds[0], typed);
    }
    if (body_code_check(typed, &a, &code, NULL) == ST_OK) assert(code.len <= BODY_CODE_MAX);
    if (body_draft_check(&draft, &a, &out, NULL) == ST_OK) assert(str_is_text(out.name_vi));
    return 0;
}
