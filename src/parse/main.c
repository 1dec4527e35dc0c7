// main.c - coloa-parse, the sealed program: a sheet, a signed PDF, a template or any file on descriptor 0, frames
// with what is in it on descriptor 1.
//
// usage: coloa-parse sheet any|xlsx|csv [SHEET NAME]
//        coloa-parse signatures NOW_MS
//        coloa-parse content SIZE
//        coloa-parse template
//        coloa-parse nursery
#include <string.h>

#include "kit/workers/content_frames.h"
#include "kit/workers/sealed.h"
#include "kit/workers/signature_frames.h"
#include "parse/content.h"
#include "parse/parse.h"
#include "parse/signature.h"
#include "parse/template.h"

enum {
    HEAP_BYTES       = 64 * 1024 * 1024, // for the libraries, who keep their own memory
    CPU_SECONDS      = 20,
    SIGNED_BYTES_MAX = SIGNATURE_HEAD_BYTES + SIGNATURE_ROOTS_BYTES_MAX + SIGNATURE_PDF_BYTES_MAX,
    INPUT_BYTES_MAX  = SIGNED_BYTES_MAX, // each kind holds its own, smaller limit
    SMALL_AT_ONCE    = 64 * 1024,
    HEAP_AT_ONCE     = 128 * 1024,
};

_Static_assert((int)INPUT_BYTES_MAX > (int)SHEET_FILE_BYTES_MAX,
               "a sheet that is too big is told so");

static parse_room    room;
static parse_job     sheet;
static signature_job signatures;
static template_job template;
static bool       wants_signatures, can_signatures, wants_content, wants_template;
static int64_t    content_size;
static frame_out *content_out;

static bool warm(bool many)
{
    void *small        = sealed_room(PARSE_ARENA_BYTES, SMALL_AT_ONCE);
    void *put_together = sealed_room(2 * (size_t)SIGNED_BYTES_MAX, 0);
    room.text          = sealed_room(PARSE_STRING_BYTES_MAX, 0);
    room.text_cap      = PARSE_STRING_BYTES_MAX;
    room.strings       = sealed_room(PARSE_STRINGS_MAX * sizeof(parse_string), 0);
    room.strings_cap   = PARSE_STRINGS_MAX;
    void *taken        = sealed_room(TEMPLATE_ROOM_BYTES, 0);
    if (!small || !put_together || !room.text || !room.strings || !taken) return false;
    template.room   = arena_over(taken, TEMPLATE_ROOM_BYTES);
    room.small      = arena_over(small, PARSE_ARENA_BYTES);
    sheet.room      = &room;
    signatures.room = arena_over(put_together, 2 * (size_t)SIGNED_BYTES_MAX);
    can_signatures  = many && signature_prepare();
    return !many || can_signatures;
}

static bool sheet_words(const char *const *w, size_t count)
{
    sheet.format = strcmp(w[1], "xlsx") == 0  ? SHEET_XLSX
                   : strcmp(w[1], "csv") == 0 ? SHEET_CSV
                                              : SHEET_ANY;
    sheet.sheet  = str_from(count == 3 ? w[2] : "");
    return count <= 3;
}

static bool words(const char *const *w, size_t count, frame_out *out)
{
    if (count < 1) return false;
    sheet.out = signatures.out = template.out = out;
    wants_template                            = strcmp(w[0], "template") == 0;
    if (wants_template) return count == 1;
    if (count < 2) return false;
    if (strcmp(w[0], "sheet") == 0) return sheet_words(w, count);
    content_out   = out;
    wants_content = strcmp(w[0], "content") == 0;
    if (wants_content) return count == 2 && str_int(str_from(w[1]), &content_size);
    wants_signatures = strcmp(w[0], "signatures") == 0;
    if (!wants_signatures || count != 2 || !str_int(str_from(w[1]), &signatures.now_ms))
        return false;
    return can_signatures || signature_prepare(); // a started program reads sheets without it
}

static void tell_content(str bytes)
{
    content_report got = content_look(bytes, content_size);
    frame_begin(content_out, CONTENT_FRAME);
    frame_u8(content_out, (uint8_t)got.kind);
    frame_u8(content_out, (uint8_t)got.remarks);
    frame_end(content_out);
}

static void work(const sealed_job *given)
{
    if (wants_content) {
        tell_content(given->input);
        return;
    }
    if (wants_template) {
        template.bytes = given->input;
        template.salt  = given->salt;
        parse_template(&template);
        return;
    }
    if (wants_signatures) {
        signatures.bytes = given->input;
        parse_signatures(&signatures);
        return;
    }
    sheet.bytes = given->input;
    sheet.salt  = given->salt;
    parse_sheet(&sheet);
}

int main(int argc, char **argv)
{
    static const sealed_program self = {
        .limits          = { HEAP_BYTES, CPU_SECONDS },
        .input_bytes_max = INPUT_BYTES_MAX,
        .out_bytes       = PARSE_OUT_BYTES,
        .heap_at_once    = HEAP_AT_ONCE,
        .warm            = warm,
        .words           = words,
        .work            = work,
    };
    return sealed_main(&self, argc, argv);
}
