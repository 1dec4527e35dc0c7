// picture.c - see picture.h.
#include "print/picture.h"

#include <setjmp.h>
#include <stdio.h> // jpeglib.h wants it

#include <jpeglib.h>
#include <png.h>
#include <string.h>

#include "kit/base/reader.h"
#include "kit/workers/picture_frames.h"

enum {
    SIDE_IN_MAX  = 30000, // pixels of one side
    ROWS_AT_ONCE = 1,
    QUALITY      = 82,
    CHANNELS     = 3,
    EXIF_TURN    = 0x0112, // tag of the orientation
};

typedef struct raster {
    int            width, height;
    unsigned char *rgb;
} raster;

// Rows of a large picture in, a small one out: each pixel is the mean of those that it stands for.
typedef struct shrinking {
    int       in_width, in_height, y, rows, row_out;
    raster    out;
    uint32_t *sums, *counts; // of the row that gathers
} shrinking;

typedef struct work {
    picture_job                  *job;
    jmp_buf                       back; // where the libraries' errors lead
    shrinking                     shrink;
    struct jpeg_decompress_struct in;
    struct jpeg_compress_struct   out;
    struct jpeg_error_mgr         errors;
    png_structp                   png;
    png_infop                     info;
    size_t                        png_at;
    int                           turn; // 1..8 as cameras say it
    unsigned char                *jpeg;
    unsigned long                 jpeg_bytes;
} work;

// ---- shrinking -------------------------------------------------------------------------------------

static bool shrink_begin(work *w, int width, int height)
{
    shrinking *s    = &w->shrink;
    int        side = width > height ? width : height;
    if (width < 1 || height < 1 || side > SIDE_IN_MAX) return false;
    *s            = (shrinking){ .in_width = width, .in_height = height };
    s->out.width  = side <= PICTURE_SIDE ? width : (int)((int64_t)width * PICTURE_SIDE / side);
    s->out.height = side <= PICTURE_SIDE ? height : (int)((int64_t)height * PICTURE_SIDE / side);
    if (s->out.width < 1) s->out.width = 1;
    if (s->out.height < 1) s->out.height = 1;
    size_t row = (size_t)s->out.width * CHANNELS;
    s->out.rgb = NEW(&w->job->work, unsigned char, row *(size_t)s->out.height);
    s->sums    = NEW(&w->job->work, uint32_t, row);
    s->counts  = NEW(&w->job->work, uint32_t, (size_t)s->out.width);
    if (!s->out.rgb || !s->sums || !s->counts) return false;
    for (int x = 0; x < width; x++) s->counts[(int64_t)x * s->out.width / width]++;
    return true;
}

static void row_done(shrinking *s)
{
    unsigned char *to = s->out.rgb + (size_t)s->row_out * (size_t)s->out.width * CHANNELS;
    for (int x = 0; x < s->out.width; x++) {
        uint32_t n = s->counts[x] * (uint32_t)s->rows;
        for (int c = 0; c < CHANNELS; c++)
            to[x * CHANNELS + c] = (unsigned char)(n ? s->sums[x * CHANNELS + c] / n : 0);
    }
    memset(s->sums, 0, (size_t)s->out.width * CHANNELS * sizeof *s->sums);
    s->rows = 0;
}

static void shrink_row(shrinking *s, const unsigned char *rgb)
{
    int row = (int)((int64_t)s->y * s->out.height / s->in_height);
    if (row != s->row_out) {
        row_done(s);
        s->row_out = row;
    }
    for (int x = 0; x < s->in_width; x++) {
        uint32_t *to = s->sums + (int64_t)x * s->out.width / s->in_width * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) to[c] += rgb[x * CHANNELS + c];
    }
    s->rows++;
    if (++s->y == s->in_height) row_done(s);
}

// ---- JPEG ------------------------------------------------------------------------------------------

static _Noreturn void jpeg_failed(j_common_ptr c)
{
    longjmp(((work *)c->client_data)->back, 1);
}

static void jpeg_silent(j_common_ptr c)
{
    (void)c;
}

static int value_at(reader *r, bool big, unsigned bytes)
{
    str s = read_bytes(r, bytes);
    int v = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        ptrdiff_t k = big ? i : s.len - 1 - i;
        v           = (int)((unsigned)v << 8 | (unsigned char)s.ptr[k]);
    }
    return v;
}

// How the camera was held, from the Exif record; 1 when it does not say.
static int exif_turn(str exif)
{
    str    tiff = str_slice(exif, 6, exif.len);
    bool   big  = str_starts(tiff, S("MM"));
    reader r    = reader_over(tiff);
    if (!str_starts(exif, S("Exif")) || (!big && !str_starts(tiff, S("II")))) return 1;
    (void)read_bytes(&r, 4);
    int    first   = value_at(&r, big, 4);
    reader whole   = reader_over(tiff);
    reader folder  = read_at(&whole, first < 0 ? UINT64_MAX : (uint64_t)first,
                            first < 0 || first > tiff.len ? 0 : (uint64_t)(tiff.len - first));
    int    entries = value_at(&folder, big, 2);
    for (int i = 0; i < entries && !folder.bad; i++) {
        int tag = value_at(&folder, big, 2);
        (void)read_bytes(&folder, 6);
        int value = value_at(&folder, big, 2);
        (void)read_bytes(&folder, 2);
        if (tag == EXIF_TURN && !folder.bad) return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

static void jpeg_open(work *w)
{
    struct jpeg_decompress_struct *in = &w->in;
    in->err                           = jpeg_std_error(&w->errors);
    w->errors.error_exit              = jpeg_failed;
    w->errors.output_message          = jpeg_silent;
    in->client_data                   = w;
    jpeg_create_decompress(in);
    jpeg_mem_src(in, (const unsigned char *)w->job->bytes.ptr, (unsigned long)w->job->bytes.len);
    jpeg_save_markers(in, JPEG_APP0 + 1, 0xFFFF);
    (void)jpeg_read_header(in, TRUE);
}

static bool read_jpeg(work *w)
{
    struct jpeg_decompress_struct *in = &w->in;
    jpeg_open(w);
    w->turn = 1;
    if (in->marker_list && in->marker_list->data_length > 6)
        w->turn = exif_turn(
            (str){ (const char *)in->marker_list->data, (ptrdiff_t)in->marker_list->data_length });
    unsigned side       = in->image_width > in->image_height ? in->image_width : in->image_height;
    in->out_color_space = JCS_RGB;
    in->scale_num       = 1;
    in->scale_denom     = 1;
    while (in->scale_denom < 8 && side / (in->scale_denom * 2) >= PICTURE_SIDE)
        in->scale_denom *= 2;
    if (side > SIDE_IN_MAX) return false;
    (void)jpeg_start_decompress(in);
    if (in->output_components != CHANNELS) return false;
    if (!shrink_begin(w, (int)in->output_width, (int)in->output_height)) return false;
    unsigned char *row = NEW(&w->job->work, unsigned char, (size_t)in->output_width *CHANNELS);
    if (!row) return false;
    while (in->output_scanline < in->output_height) {
        if (jpeg_read_scanlines(in, &row, ROWS_AT_ONCE) != ROWS_AT_ONCE) return false;
        shrink_row(&w->shrink, row);
    }
    return true;
}

// ---- PNG -------------------------------------------------------------------------------------------

static _Noreturn void png_failed(png_structp png, png_const_charp words)
{
    (void)words;
    longjmp(((work *)png_get_error_ptr(png))->back, 1);
}

static void png_silent(png_structp png, png_const_charp words)
{
    (void)png, (void)words;
}

static void png_bytes(png_structp png, png_bytep to, size_t count)
{
    work *w = png_get_io_ptr(png);
    if (count > (size_t)w->job->bytes.len - w->png_at) png_error(png, "short");
    memcpy(to, w->job->bytes.ptr + w->png_at, count);
    w->png_at += count;
}

// What shines through stands on white.
static void flatten(unsigned char *rgba, int width)
{
    for (int x = 0; x < width; x++) {
        const unsigned char *from = rgba + (size_t)x * 4;
        unsigned char       *to   = rgba + (size_t)x * CHANNELS;
        unsigned             a    = from[3];
        for (int c = 0; c < CHANNELS; c++)
            to[c] = (unsigned char)((from[c] * a + 255 * (255 - a)) / 255);
    }
}

static bool png_open(work *w, int *width, int *height)
{
    w->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, w, png_failed, png_silent);
    if (!w->png) return false;
    w->info = png_create_info_struct(w->png);
    if (!w->info) return false;
    png_set_user_limits(w->png, SIDE_IN_MAX, SIDE_IN_MAX);
    png_set_read_fn(w->png, w, png_bytes);
    png_read_info(w->png, w->info);
    *width  = (int)png_get_image_width(w->png, w->info);
    *height = (int)png_get_image_height(w->png, w->info);
    png_set_expand(w->png);
    png_set_scale_16(w->png);
    png_set_gray_to_rgb(w->png);
    png_set_add_alpha(w->png, 0xFF, PNG_FILLER_AFTER);
    return true;
}

static bool read_png(work *w)
{
    int width, height;
    w->turn = 1;
    if (!png_open(w, &width, &height) || !shrink_begin(w, width, height)) return false;
    int    passes = png_set_interlace_handling(w->png);
    size_t row = (size_t)width * 4, rows = passes > 1 ? (size_t)height : 1;
    png_read_update_info(w->png, w->info);
    if (png_get_rowbytes(w->png, w->info) != row) return false;
    // A picture that comes in passes has to be there whole.
    if (row > (size_t)PICTURE_WORK_BYTES / 2 / rows) return false;
    unsigned char *all = NEW(&w->job->work, unsigned char, row *rows);
    if (!all) return false;
    for (int pass = 0; pass < passes; pass++) {
        for (int y = 0; y < height; y++) {
            unsigned char *at = all + (passes > 1 ? (size_t)y * row : 0);
            png_read_row(w->png, at, NULL);
            if (pass + 1 < passes) continue;
            flatten(at, width);
            shrink_row(&w->shrink, at);
        }
    }
    return true;
}

// ---- out -------------------------------------------------------------------------------------------

// Where a pixel of the turned picture comes from.
static const unsigned char *source(const raster *p, int turn, int x, int y)
{
    int sx = turn >= 5 ? y : x, sy = turn >= 5 ? x : y;
    if (turn == 2 || turn == 3 || turn == 7 || turn == 8) sx = p->width - 1 - sx;
    if (turn == 3 || turn == 4 || turn == 6 || turn == 7) sy = p->height - 1 - sy;
    return p->rgb + ((size_t)sy * (size_t)p->width + (size_t)sx) * CHANNELS;
}

static bool turn_about(work *w, raster *out)
{
    const raster *p = &w->shrink.out;
    *out            = *p;
    if (w->turn == 1) return true;
    if (w->turn >= 5) *out = (raster){ .width = p->height, .height = p->width };
    out->rgb = NEW(&w->job->work, unsigned char, (size_t)p->width *(size_t)p->height *CHANNELS);
    if (!out->rgb) return false;
    unsigned char *to = out->rgb;
    for (int y = 0; y < out->height; y++) {
        for (int x = 0; x < out->width; x++, to += CHANNELS)
            memcpy(to, source(p, w->turn, x, y), CHANNELS);
    }
    return true;
}

static bool write_jpeg(work *w)
{
    struct jpeg_compress_struct *out  = &w->out;
    unsigned char               *mine = NEW(&w->job->work, unsigned char, PICTURE_BYTES_MAX);
    raster                       p;
    if (!mine || !turn_about(w, &p)) return false;
    out->err             = jpeg_std_error(&w->errors);
    w->errors.error_exit = jpeg_failed;
    out->client_data     = w;
    jpeg_create_compress(out);
    w->jpeg       = mine;
    w->jpeg_bytes = PICTURE_BYTES_MAX;
    jpeg_mem_dest(out, &w->jpeg, &w->jpeg_bytes);
    out->image_width      = (JDIMENSION)p.width;
    out->image_height     = (JDIMENSION)p.height;
    out->input_components = CHANNELS;
    out->in_color_space   = JCS_RGB;
    jpeg_set_defaults(out);
    jpeg_set_quality(out, QUALITY, TRUE);
    jpeg_start_compress(out, TRUE);
    while (out->next_scanline < out->image_height) {
        unsigned char *row = p.rgb + (size_t)out->next_scanline * (size_t)p.width * CHANNELS;
        (void)jpeg_write_scanlines(out, &row, ROWS_AT_ONCE);
    }
    jpeg_finish_compress(out);
    return w->jpeg == mine && w->jpeg_bytes <= PICTURE_BYTES_MAX;
}

static bool make(work *w)
{
    bool jpeg = str_starts(w->job->bytes, S("\xFF\xD8\xFF"));
    bool png  = str_starts(w->job->bytes, S("\x89PNG\r\n\x1A\n"));
    if (setjmp(w->back)) return false;
    if (!(jpeg ? read_jpeg(w) : png && read_png(w))) return false;
    return write_jpeg(w);
}

void picture_shrink(picture_job *job)
{
    frame_out *out = job->out;
    work      *w   = NEW(&job->work, work, 1);
    if (w) w->job = job;
    bool made = w && make(w);
    if (made) {
        str jpeg = { (const char *)w->jpeg, (ptrdiff_t)w->jpeg_bytes };
        for (ptrdiff_t at = 0; at < jpeg.len; at += PICTURE_PIECE_MAX) {
            frame_begin(out, PICTURE_FRAME_PIECE);
            frame_bytes(out, str_slice(jpeg, at, at + PICTURE_PIECE_MAX));
            frame_end(out);
        }
    }
    frame_begin(out, made ? PICTURE_FRAME_END : PICTURE_FRAME_REFUSED);
    frame_u32(out, made ? (uint32_t)w->jpeg_bytes : 0);
    frame_end(out);
    if (w && w->in.mem) jpeg_destroy_decompress(&w->in);
    if (w && w->out.mem) jpeg_destroy_compress(&w->out);
    if (w && w->png) png_destroy_read_struct(&w->png, &w->info, NULL);
}
