// lines.c - breaks a long name into lines that read well: by meaning first, then of like length.
#include "kit/documents/documents.h"

#include <assert.h>
#include <string.h>

enum { WORDS_MAX = 64 };

// Vietnamese writes the syllables of one word apart; a line must not end between them. In capitals.
static const str compounds[] = {
    STR("HỆ THỐNG"),
    STR("HỆ THỐNG THÔNG TIN"),
    STR("CẤP ĐỘ"),
    STR("ĐỀ XUẤT"),
    STR("PHÊ DUYỆT"),
    STR("THẨM ĐỊNH"),
    STR("ĐIỆN TỬ"),
    STR("ĐỐI VỚI"),
    STR("DANH MỤC"),
    STR("CƠ QUAN"),
    STR("TỔ CHỨC"),
    STR("CÁN BỘ"),
    STR("CÔNG CHỨC"),
    STR("VĂN BẢN"),
    STR("HỒ SƠ"),
    STR("THỦ TỤC"),
    STR("KẾT NỐI"),
    STR("CHIA SẺ"),
    STR("DÙNG CHUNG"),
    STR("BÁO CÁO"),
    STR("TÍCH HỢP"),
    STR("NGƯỜI DÂN"),
    STR("ỦY BAN"),
    STR("NHÂN DÂN"),
    STR("ỦY BAN NHÂN DÂN"),
    STR("HỘI ĐỒNG"),
    STR("BAN QUẢN LÝ"),
    STR("QUẢN LÝ"),
    STR("TRUNG TÂM"),
    STR("VĂN PHÒNG"),
    STR("TỔNG CỤC"),
    STR("TỔNG CÔNG TY"),
    STR("CÔNG TY"),
    STR("TẬP ĐOÀN"),
    STR("NGÂN HÀNG"),
    STR("NHÀ NƯỚC"),
    STR("VIỆT NAM"),
    STR("CHÍNH PHỦ"),
    STR("CỘNG HÒA"),
    STR("XÃ HỘI"),
    STR("CHỦ NGHĨA"),
    STR("KHOA HỌC"),
    STR("CÔNG NGHỆ"),
    STR("THÔNG TIN"),
    STR("TRUYỀN THÔNG"),
    STR("CHUYỂN ĐỔI SỐ"),
    STR("CHUYỂN ĐỔI"),
    STR("DỮ LIỆU"),
    STR("CƠ SỞ"),
    STR("CƠ SỞ DỮ LIỆU"),
    STR("HẠ TẦNG"),
    STR("KỸ THUẬT"),
    STR("AN NINH"),
    STR("AN TOÀN"),
    STR("AN NINH MẠNG"),
    STR("CÔNG AN"),
    STR("QUỐC PHÒNG"),
    STR("QUỐC GIA"),
    STR("NGOẠI GIAO"),
    STR("NỘI VỤ"),
    STR("TƯ PHÁP"),
    STR("TÀI CHÍNH"),
    STR("CÔNG THƯƠNG"),
    STR("NÔNG NGHIỆP"),
    STR("MÔI TRƯỜNG"),
    STR("TÀI NGUYÊN"),
    STR("XÂY DỰNG"),
    STR("GIAO THÔNG"),
    STR("VẬN TẢI"),
    STR("VĂN HÓA"),
    STR("THỂ THAO"),
    STR("DU LỊCH"),
    STR("GIÁO DỤC"),
    STR("ĐÀO TẠO"),
    STR("Y TẾ"),
    STR("DÂN TỘC"),
    STR("TÔN GIÁO"),
    STR("THANH TRA"),
    STR("KẾ HOẠCH"),
    STR("ĐẦU TƯ"),
    STR("PHÁT TRIỂN"),
    STR("NÔNG THÔN"),
    STR("LAO ĐỘNG"),
    STR("THƯƠNG BINH"),
    STR("BẢO HIỂM"),
    STR("BẢO HIỂM XÃ HỘI"),
    STR("HÀNH CHÍNH"),
    STR("HÀNH CHÍNH CÔNG"),
    STR("PHỤC VỤ"),
    STR("PHÒNG CHỐNG"),
    STR("TỘI PHẠM"),
    STR("SỬ DỤNG"),
    STR("CÔNG NGHỆ CAO"),
    STR("DỊCH VỤ"),
    STR("DỊCH VỤ CÔNG"),
    STR("TRỰC TUYẾN"),
    STR("DOANH NGHIỆP"),
    STR("HẢI QUAN"),
    STR("KHO BẠC"),
    STR("THỐNG KÊ"),
    STR("ĐẤT ĐAI"),
    STR("ĐĂNG KÝ"),
    STR("THÀNH PHỐ"),
    STR("ĐẶC KHU"),
    STR("HÀ NỘI"),
    STR("HỒ CHÍ MINH"),
    STR("ĐÀ NẴNG"),
    STR("HẢI PHÒNG"),
    STR("CẦN THƠ"),
    STR("ĐIỆN LỰC"),
    STR("DẦU KHÍ"),
    STR("BƯU CHÍNH"),
    STR("VIỄN THÔNG"),
    STR("HÀNG KHÔNG"),
    STR("ĐƯỜNG SẮT"),
    STR("HÀNG HẢI"),
    STR("ĐẠI HỌC"),
    STR("BỆNH VIỆN"),
    STR("NGHIÊN CỨU"),
    STR("ỨNG DỤNG"),
    STR("GIÁM SÁT"),
    STR("ĐIỀU HÀNH"),
    STR("THÔNG MINH"),
    STR("LƯU TRỮ"),
    STR("LỊCH SỬ"),
    STR("KINH TẾ"),
    STR("CÔNG NGHIỆP"),
    STR("KHU CÔNG NGHIỆP"),
    STR("KHU KINH TẾ"),
    STR("KHU CHẾ XUẤT"),
};

// Words that open a new part of a name: a line may well begin with them.
static const str openers[] = {
    STR("VÀ"),      STR("TỈNH"),  STR("THÀNH PHỐ"), STR("XÃ"), STR("PHƯỜNG"),
    STR("ĐẶC KHU"), STR("BỘ"),    STR("CỤC"),       STR("SỞ"), STR("CỦA"),
    STR("PHỤC VỤ"), STR("THUỘC"), STR("VỀ"),
};

enum {
    COST_LINE     = 30,  // for each line: fewer are better
    COST_APART    = 400, // a word is parted
    COST_PLAIN    = 40,  // an ordinary gap
    COST_OPENER   = 0,   // before an opener or after a comma
    COST_OVERFLOW = 100000
};

typedef struct words {
    str     at[WORDS_MAX];
    int     gap_cost[WORDS_MAX]; // of ending a line before word i
    int     count;
    int32_t before[WORDS_MAX + 1]; // width of all words before i, each with a space
    int32_t space;
} words;

static int phrase_words(str phrase)
{
    int n = 1;
    for (ptrdiff_t i = 0; i < phrase.len; i++) n += phrase.ptr[i] == ' ';
    return n;
}

// Does the phrase (capitals) stand at word `from`? A comma after its last word does not matter.
static bool phrase_at(const words *w, const words *capitals, int from, str phrase)
{
    str head, tail = phrase;
    int at = from;
    for (bool more = true; more; at++) {
        if (at >= w->count) return false;
        more     = str_cut(tail, ' ', &head, &tail);
        str word = capitals->at[at];
        if (!more && str_ends(word, S(","))) word.len--;
        if (!str_equal(word, head)) return false;
    }
    return true;
}

static void cost_gaps(words *w, const words *capitals)
{
    for (int i = 1; i < w->count; i++) {
        w->gap_cost[i] = str_ends(w->at[i - 1], S(",")) ? COST_OPENER : COST_PLAIN;
        for (size_t k = 0; k < COUNT(openers); k++) {
            if (phrase_at(w, capitals, i, openers[k])) w->gap_cost[i] = COST_OPENER;
        }
    }
    for (int i = 0; i < w->count; i++) {
        for (size_t k = 0; k < COUNT(compounds); k++) {
            if (!phrase_at(w, capitals, i, compounds[k])) continue;
            int end = i + phrase_words(compounds[k]);
            for (int j = i + 1; j < end; j++) w->gap_cost[j] = COST_APART;
        }
    }
    // "và" must not end a line.
    for (int i = 1; i < w->count; i++) {
        if (str_equal(capitals->at[i - 1], S("VÀ"))) w->gap_cost[i] = COST_APART;
    }
}

// False when there are more words than this looks at.
static bool split_words(str text, words *w)
{
    w->count = 0;
    str head, tail = str_trim(text);
    for (bool more = tail.len > 0; more;) {
        more = str_cut(tail, ' ', &head, &tail);
        if (head.len == 0) continue;
        if (w->count == WORDS_MAX) return false;
        w->at[w->count++] = head;
    }
    return true;
}

static int32_t line_width(const words *w, int from, int end)
{
    return w->before[end] - w->before[from] - w->space;
}

static int64_t line_cost(const words *w, int from, int end, int32_t limit, int32_t ideal)
{
    int32_t width = line_width(w, from, end);
    int64_t off   = (int64_t)(width - ideal) * 100 / limit; // percent of the measure
    int64_t cost  = COST_LINE + off * off / 20;
    if (width > limit) cost += COST_OVERFLOW + (int64_t)(width - limit) * 10;
    return cost + (from > 0 ? w->gap_cost[from] : 0);
}

// For one number of lines: the least cost of words i.. in k + 1 lines, and where the first of them ends.
typedef struct division {
    int64_t cost[WORDS_MAX + 1][TEXT_LINES_MAX];
    int     end[WORDS_MAX + 1][TEXT_LINES_MAX];
} division;

static int64_t divide(const words *w, int lines, int32_t limit, division *d)
{
    int32_t ideal = line_width(w, 0, w->count) / lines;
    for (int i = 0; i < w->count; i++) {
        d->cost[i][0] = line_cost(w, i, w->count, limit, ideal);
        d->end[i][0]  = w->count;
    }
    for (int k = 1; k < lines; k++) {
        for (int i = 0; i + k < w->count; i++) {
            d->cost[i][k] = INT64_MAX;
            for (int end = i + 1; end + k <= w->count; end++) {
                int64_t cost = line_cost(w, i, end, limit, ideal) + d->cost[end][k - 1];
                if (cost >= d->cost[i][k]) continue;
                d->cost[i][k] = cost;
                d->end[i][k]  = end;
            }
        }
    }
    return d->cost[0][lines - 1];
}

size_t text_lines(type_face face, int half_points, int32_t width_twips, str text, size_t lines_max,
                  str lines[TEXT_LINES_MAX])
{
    assert(width_twips > 0 && lines_max >= 1 && lines_max <= TEXT_LINES_MAX);
    text = str_trim(text);
    char  memory[4096];
    arena scratch  = arena_over(memory, sizeof(memory));
    str   capitals = text.len < 1500 ? text_capitals(&scratch, text) : (str){ 0 };
    words w = { 0 }, c = { 0 };
    if (!capitals.ptr || !split_words(text, &w) || !split_words(capitals, &c) || w.count < 2) {
        lines[0] = text;
        return 1;
    }
    cost_gaps(&w, &c);
    w.space = text_width_twips(face, half_points, S(" "));
    for (int i = 0; i < w.count; i++) {
        w.before[i + 1] = w.before[i] + text_width_twips(face, half_points, w.at[i]) + w.space;
    }
    int64_t  best  = INT64_MAX;
    size_t   count = 1;
    division d;
    int      from[TEXT_LINES_MAX + 1] = { 0 };
    for (size_t n = 1; n <= lines_max && (int)n <= w.count; n++) {
        int64_t cost = divide(&w, (int)n, width_twips, &d);
        if (cost >= best) continue;
        best  = cost;
        count = n;
        for (size_t k = 0; k < n; k++) from[k + 1] = d.end[from[k]][n - 1 - k];
    }
    for (size_t i = 0; i < count; i++) {
        str last = w.at[from[i + 1] - 1];
        lines[i] = (str){ w.at[from[i]].ptr, last.ptr + last.len - w.at[from[i]].ptr };
    }
    return count;
}
