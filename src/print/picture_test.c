// picture_test.c - pictures drawn anew: smaller, the way the camera was held, refused when they are none.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jpeglib.h>
#include <png.h>

#include "kit/workers/picture_frames.h"
#include "print/picture.h"

static char   memory[96 * 1024 * 1024], answers[PICTURE_BYTES_MAX + 64 * 1024];
static char   got[PICTURE_BYTES_MAX + 64 * 1024];
static size_t got_bytes;

static status keep(void *ctx, str bytes)
{
    (void)ctx;
    assert_true(got_bytes + (size_t)bytes.len <= sizeof got);
    memcpy(got + got_bytes, bytes.ptr, (size_t)bytes.len);
    got_bytes += (size_t)bytes.len;
    return ST_OK;
}

static const frame_rule rules[] = { { PICTURE_FRAME_PIECE, PICTURE_PIECE_MAX },
                                    { PICTURE_FRAME_END, 4 },
                                    { PICTURE_FRAME_REFUSED, 4 },
                                    { 0, 0 } };

// The small picture in `jpeg`; false when it was refused.
static bool shrink(str bytes, unsigned char *jpeg, size_t *jpeg_bytes)
{
    frame_out   out = frame_out_over(answers, sizeof answers, keep, NULL);
    picture_job job = { bytes, arena_over(memory, sizeof memory), &out };
    *jpeg_bytes     = 0;
    got_bytes       = 0;
    picture_shrink(&job);
    assert_int_equal(frame_finish(&out), ST_OK);
    for (str rest = { got, (ptrdiff_t)got_bytes }; rest.len;) {
        uint8_t type;
        str     payload;
        size_t  used;
        assert_int_equal(frame_next(rest, rules, &type, &payload, &used), FRAME_READY);
        rest = str_slice(rest, (ptrdiff_t)used, rest.len);
        if (type == PICTURE_FRAME_REFUSED) return false;
        if (type == PICTURE_FRAME_END) return true;
        memcpy(jpeg + *jpeg_bytes, payload.ptr, (size_t)payload.len);
        *jpeg_bytes += (size_t)payload.len;
    }
    fail_msg("no end");
    return false;
}

// Left half red, right half blue.
static void paint(unsigned char *row, int width)
{
    for (int x = 0; x < width; x++) {
        row[x * 3]     = x < width / 2 ? 255 : 0;
        row[x * 3 + 1] = 0;
        row[x * 3 + 2] = x < width / 2 ? 0 : 255;
    }
}

static str jpeg_of(int width, int height, int turn)
{
    static unsigned char       *made;
    static unsigned char        row[9000];
    unsigned long               bytes = 0;
    struct jpeg_error_mgr       errors;
    struct jpeg_compress_struct c = { .err = jpeg_std_error(&errors) };
    unsigned char  exif[]         = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0";
    unsigned char *rows[1]        = { row };
    free(made);
    made = NULL;
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &made, &bytes);
    c.image_width      = (JDIMENSION)width;
    c.image_height     = (JDIMENSION)height;
    c.input_components = 3;
    c.in_color_space   = JCS_RGB;
    jpeg_set_defaults(&c);
    jpeg_start_compress(&c, TRUE);
    exif[25] = (unsigned char)turn;
    if (turn) jpeg_write_marker(&c, JPEG_APP0 + 1, exif, sizeof exif - 1);
    paint(row, width);
    for (int y = 0; y < height; y++) jpeg_write_scanlines(&c, rows, 1);
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    return (str){ (const char *)made, (ptrdiff_t)bytes };
}

typedef struct look {
    int           width, height;
    unsigned char first[3], last[3]; // of the corners
} look;

static look look_at(const unsigned char *jpeg, size_t bytes)
{
    static unsigned char          row[3 * PICTURE_SIDE];
    struct jpeg_error_mgr         errors;
    struct jpeg_decompress_struct d       = { .err = jpeg_std_error(&errors) };
    unsigned char                *rows[1] = { row };
    look                          l       = { 0 };
    jpeg_create_decompress(&d);
    jpeg_mem_src(&d, jpeg, (unsigned long)bytes);
    assert_int_equal(jpeg_read_header(&d, TRUE), JPEG_HEADER_OK);
    jpeg_start_decompress(&d);
    l.width  = (int)d.output_width;
    l.height = (int)d.output_height;
    while (d.output_scanline < d.output_height) {
        jpeg_read_scanlines(&d, rows, 1);
        if (d.output_scanline == 1) memcpy(l.first, row, 3);
        memcpy(l.last, row + (l.width - 1) * 3, 3);
    }
    jpeg_finish_decompress(&d);
    jpeg_destroy_decompress(&d);
    return l;
}

static unsigned char small[PICTURE_BYTES_MAX];

static look made_of(str bytes)
{
    size_t n;
    assert_true(shrink(bytes, small, &n));
    return look_at(small, n);
}

static bool is_red(const unsigned char *p)
{
    return p[0] > 200 && p[2] < 60;
}

static void a_photo_becomes_smaller_and_keeps_its_shape(void **state)
{
    (void)state;
    look l = made_of(jpeg_of(3000, 2000, 0));
    assert_int_equal(l.width, PICTURE_SIDE);
    assert_in_range(l.height, 852, 854);
    assert_true(is_red(l.first) && !is_red(l.last));
    l = made_of(jpeg_of(40, 30, 0)); // a small one is not blown up
    assert_int_equal(l.width, 40);
    assert_int_equal(l.height, 30);
    l = made_of(jpeg_of(2999, 1, 0));
    assert_int_equal(l.height, 1);
}

static void it_lies_as_the_camera_was_held(void **state)
{
    (void)state;
    // Where red comes to lie: the left half, the right, above, below.
    static const struct {
        int  turn;
        bool tall, first_red, last_red;
    } all[] = { { 1, false, true, false }, { 2, false, false, true }, { 3, false, false, true },
                { 4, false, true, false }, { 5, true, true, false },  { 6, true, true, false },
                { 7, true, false, true },  { 8, true, false, true },  { 9, false, true, false } };
    for (size_t i = 0; i < COUNT(all); i++) {
        look l = made_of(jpeg_of(80, 40, all[i].turn));
        assert_int_equal(l.width, all[i].tall ? 40 : 80);
        if (is_red(l.first) != all[i].first_red || is_red(l.last) != all[i].last_red)
            fail_msg("turn %d", all[i].turn);
    }
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count)
{
    buf *b = png_get_io_ptr(png);
    buf_put(b, (str){ (const char *)bytes, (ptrdiff_t)count });
}

static void flush_nothing(png_structp png)
{
    (void)png;
}

static str png_of(int width, int height, int interlace)
{
    static char          room[1024 * 1024];
    static unsigned char row[9000];
    arena                a    = arena_over(room, sizeof room);
    buf                  b    = buf_in(&a, sizeof room / 2, sizeof room / 2);
    png_structp          png  = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop            info = png_create_info_struct(png);
    png_set_write_fn(png, &b, write_bytes, flush_nothing);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
                 interlace, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    int passes = png_set_interlace_handling(png);
    paint(row, width);
    for (int i = 0; i < passes * height; i++) png_write_row(png, row);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    assert_false(b.failed);
    return buf_str(&b);
}

static void screenshots_too(void **state)
{
    (void)state;
    static const int ways[] = { PNG_INTERLACE_NONE, PNG_INTERLACE_ADAM7 };
    for (size_t i = 0; i < COUNT(ways); i++) {
        look l = made_of(png_of(2560, 1440, ways[i]));
        assert_int_equal(l.width, PICTURE_SIDE);
        assert_int_equal(l.height, 720);
        assert_true(is_red(l.first) && !is_red(l.last));
    }
}

static void what_is_no_picture_is_refused(void **state)
{
    (void)state;
    size_t n;
    str    jpeg = jpeg_of(300, 200, 6);
    assert_false(shrink(S(""), small, &n));
    assert_false(shrink(S("GIF89a"), small, &n));
    assert_false(shrink(S("\xFF\xD8\xFF"), small, &n));
    assert_false(shrink(str_slice(jpeg, 0, 30), small, &n));
    str png = png_of(64, 64, PNG_INTERLACE_NONE);
    for (ptrdiff_t cut = 8; cut + 20 < png.len; cut += 7)
        assert_false(shrink(str_slice(png, 0, cut), small, &n));
    // Sides beyond the bound, as the head says them.
    static char wide[512];
    memcpy(wide, png.ptr, 64);
    memcpy(wide + 16, "\x7F\xFF\xFF\xFF", 4);
    assert_false(shrink((str){ wide, sizeof wide }, small, &n));
}

static void too_little_memory_is_a_refusal(void **state)
{
    (void)state;
    str jpeg = jpeg_of(300, 200, 6);
    for (size_t room = 0; room < 5 * 1024 * 1024; room += 97 * 1024) {
        frame_out   out = frame_out_over(answers, sizeof answers, keep, NULL);
        picture_job job = { jpeg, arena_over(memory, room), &out };
        got_bytes       = 0;
        picture_shrink(&job);
        assert_int_equal(frame_finish(&out), ST_OK);
        assert_true(got_bytes > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_photo_becomes_smaller_and_keeps_its_shape),
        cmocka_unit_test(it_lies_as_the_camera_was_held),
        cmocka_unit_test(screenshots_too),
        cmocka_unit_test(what_is_no_picture_is_refused),
        cmocka_unit_test(too_little_memory_is_a_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
