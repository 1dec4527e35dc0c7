// gallery_main.c - writes the gallery and the embedded files into a folder, to be looked at.
//
// usage: gallery FOLDER light|dark|contrast|auto vi|en
#include "kit/web/pages/gallery.gen.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static char memory[4 << 20];

static bool write_file(const char *path, str bytes)
{
    FILE *f = fopen(path, "wb"); // banned: a tool of the tests, not of the program
    if (!f) return false;
    bool good = fwrite(bytes.ptr, 1, (size_t)bytes.len, f) == (size_t)bytes.len;
    return fclose(f) == 0 && good;
}

static bool write_assets(const char *folder)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/tai-nguyen", folder);
    (void)mkdir(path, 0755);
    for (asset_id id = 1; id <= (asset_id)ASSET_COUNT; id++) {
        const asset *a = asset_get(id);
        snprintf(path, sizeof(path), "%s/tai-nguyen/%.*s", folder, STR_ARG(a->hash));
        (void)mkdir(path, 0755);
        snprintf(path, sizeof(path), "%s%.*s", folder, STR_ARG(a->path));
        if (!write_file(path, asset_plain(a))) return false;
    }
    return true;
}

static page_theme theme_named(const char *name)
{
    for (page_theme t = THEME_AUTO; t <= THEME_CONTRAST; t++) {
        if (strcmp(page_theme_name(t), name) == 0) return t;
    }
    return THEME_AUTO;
}

int main(int argc, char **argv)
{
    if (argc < 4) return 2;
    arena        a = arena_over(memory, sizeof(memory));
    buf          b = buf_in(&a, 65536, 1 << 20);
    page         o = { .out      = &b,
                       .a        = &a,
                       .lang     = strcmp(argv[3], "en") == 0 ? LANG_EN : LANG_VI,
                       .theme    = theme_named(argv[2]),
                       .demo     = true,
                       .invented = true,
                       .csrf     = S("token"),
                       .path     = S("/he-thong?level=3"),
                       .person   = S("Nguyễn Thị Minh Khai"),
                       .body     = S("Sở Khoa học và Công nghệ Tỉnh Mẫu 01"),
                       .rights   = UINT64_MAX };
    gallery_view v = gallery_content(10);
    gallery_page(&o, &v);
    char path[512];
    snprintf(path, sizeof(path), "%s/gallery-%s-%s.html", argv[1], argv[2], argv[3]);
    return !b.failed && write_file(path, buf_str(&b)) && write_assets(argv[1]) ? 0 : 1;
}
