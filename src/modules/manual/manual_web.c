// manual_web.c - routes of the manual.
#include "modules/manual/manual.h"
#include "modules/manual/manual_pages.gen.h"

#define CHAPTER(slug, name)                                                                        \
    {                                                                                              \
        STR(slug), T_manual_##name, T_manual_##name##_about, manual_##name##_vi,                   \
            manual_##name##_en                                                                     \
    }

// In reading order.
static const manual_chapter chapters[] = {
    CHAPTER("bat-dau", start),       CHAPTER("nhap-bang-tinh", import),
    CHAPTER("danh-sach", list),      CHAPTER("xac-dinh-cap-do", levels),
    CHAPTER("ho-so", dossiers),      CHAPTER("bang-yeu-cau", controls),
    CHAPTER("in-van-ban", papers),   CHAPTER("so-van-ban", letters),
    CHAPTER("minh-chung", evidence), CHAPTER("mang-luoi", network),
    CHAPTER("bao-cao-nam", reports), CHAPTER("su-co", incidents),
    CHAPTER("dieu-phoi", orders),    CHAPTER("dieu-tra", forensics),
    CHAPTER("san-lung", hunts),      CHAPTER("viec-cua-toi", tasks),
    CHAPTER("van-hanh", running),    CHAPTER("bang-tu", words),
};

static manual_view view_of(page *o, size_t current)
{
    manual_view v = { .chapters = chapters, .count = COUNT(chapters), .current = current };
    v.frame.menu  = "manual";
    v.frame.title = text_get(o->lang, current < v.count ? chapters[current].title : T_manual_title);
    if (current > 0 && current < v.count) v.before = &chapters[current - 1];
    if (current + 1 < v.count) v.behind = &chapters[current + 1];
    return v;
}

static status contents_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    page        o = page_open(c, rq, rs);
    manual_view v = view_of(&o, COUNT(chapters));
    manual_contents_page(&o, &v);
    return page_close(&o, rs, 200);
}

static status all_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    page        o = page_open(c, rq, rs);
    manual_view v = view_of(&o, COUNT(chapters));
    manual_all_page(&o, &v);
    return page_close(&o, rs, 200);
}

static status chapter_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    for (size_t i = 0; i < COUNT(chapters); i++) {
        if (!str_equal(chapters[i].slug, rq->params[0])) continue;
        page        o       = page_open(c, rq, rs);
        page_crumb  crumb   = { T(&o, manual_title), S("/huong-dan") };
        manual_view v       = view_of(&o, i);
        v.frame.crumbs      = &crumb;
        v.frame.crumb_count = 1;
        manual_chapter_page(&o, &v);
        return page_close(&o, rs, 200);
    }
    return ST_MISSING;
}

static const web_route routes[] = {
    { HTTP_GET, "/huong-dan", RIGHT_PUBLIC, contents_get, "The manual's contents" },
    { HTTP_GET, "/huong-dan/tat-ca", RIGHT_PUBLIC, all_get, "The whole manual, for printing" },
    { HTTP_GET, "/huong-dan/{chapter}", RIGHT_PUBLIC, chapter_get, "One chapter of the manual" },
};

const web_module manual_module = { "manual", routes, COUNT(routes) };
