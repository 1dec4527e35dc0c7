// accounts_web_test.c - sign-in, links, people and bodies through the router, as a browser asks.
#include "kit/store/store_test_kit.h"
#include "kit/web/page.h"
#include "kit/web/web_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/people_ops.h"
#include "modules/accounts/session_ops.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/tasks/tasks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PASSWORD "mot+cau+that+dai+de+nho"
#define FORM S("application/x-www-form-urlencoded")

static const int64_t start_ms = 1795500000000;

static struct {
    arena work;
    web  *router;
} world;

static int64_t fixed_now(void)
{
    return start_ms;
}

static const law_body state_list[] = {
    { STR("VN-CP"), STR("Chính phủ"), STR("Government"), STR("government"), STR(""), STR(""),
      STR(""), STR(""), STR("") },
    { STR("BYT"), STR("Bộ Y tế"), STR("Health"), STR("ministry"), STR("VN-CP"), STR(""), STR(""),
      STR(""), STR("") },
    { STR("BNG"), STR("Bộ Ngoại giao"), STR("Foreign"), STR("ministry"), STR("VN-CP"), STR(""),
      STR(""), STR(""), STR("") },
};

static call machine(store *s)
{
    call c    = { .store = s, .a = &world.work, .now_ms = start_ms, .lang = LANG_VI };
    c.address = S("");
    assert_int_equal(accounts_become_system(&c), ST_OK);
    return c;
}

static void begin(store *s, bool demo)
{
    static const web_module *const modules[] = { &accounts_module, &organisations_module };
    const web_host                 host      = { .store        = s,
                                                 .modules      = modules,
                                                 .module_count = COUNT(modules),
                                                 .demo         = demo,
                                                 .identify     = accounts_identify,
                                                 .error_page   = page_failure,
                                                 .now_ms       = fixed_now };
    problem                        why       = { 0 };
    world.work.next                          = world.work.start;
    call c                                   = machine(s);
    assert_int_equal(organisations_seed(&c, state_list, COUNT(state_list), NULL, NULL), ST_OK);
    assert_int_equal(web_new(&host, &world.router, &why), ST_OK);
}

static void end(void)
{
    web_free(world.router);
    world.router = NULL;
}

static web_reply get(str target, str cookie)
{
    const web_ask ask = { .target = target, .cookie = cookie };
    return web_test_ask(world.router, &world.work, &ask);
}

static web_reply post(str target, str cookie, str form)
{
    const web_ask ask = {
        .method = HTTP_POST, .target = target, .cookie = cookie, .content_type = FORM, .body = form
    };
    return web_test_ask(world.router, &world.work, &ask);
}

static bool says(const web_reply *r, const char *text)
{
    return str_find(r->body, str_from(text)) >= 0;
}

// The value of a cookie the answer sets.
static str cookie_set(const web_reply *r, const char *name)
{
    for (size_t i = 0; i < r->rs.header_count; i++) {
        str key, value, rest = r->rs.headers[i].value;
        if (!str_equal_nocase(r->rs.headers[i].name, S("Set-Cookie"))) continue;
        if (!str_cut(rest, '=', &key, &value) || !str_equal(key, str_from(name))) continue;
        (void)str_cut(value, ';', &value, &rest);
        return value;
    }
    return S("");
}

// The form token in a page.
static str csrf_in(const web_reply *r)
{
    str       mark = S("name=\"csrf\" value=\""), head, tail;
    ptrdiff_t at   = str_find(r->body, mark);
    assert_true(at >= 0);
    str rest = str_slice(r->body, at + mark.len, r->body.len);
    (void)str_cut(rest, '"', &head, &tail);
    return head;
}

static str first_link(store *s)
{
    call c = machine(s);
    str  path;
    assert_int_equal(accounts_admin_link(&c, &path), ST_OK);
    return path;
}

static str first_admin(store *s)
{
    str       path = first_link(s);
    web_reply r    = post(path, S(""),
                          S("name=Tr%E1%BA%A7n+B%C3%ACnh&login=binh&password=" PASSWORD
                            "&again=" PASSWORD "&body=2&works=1"));
    assert_int_equal(r.code, 303);
    str token = cookie_set(&r, "coloa");
    assert_int_equal(token.len, 43);
    return token;
}

static void the_first_administrator_comes_in_by_the_link_on_this_machine(void **state)
{
    begin(*state, false);
    str       path = first_link(*state);
    web_reply r    = get(path, S(""));
    assert_int_equal(r.code, 200);
    assert_true(says(&r, "Bộ Y tế"));
    web_ask far = { .target = path, .peer = S("192.0.2.7") };
    assert_int_equal(web_test_ask(world.router, &world.work, &far).code, 404);
    web_ask through = { .target = path, .forwarded = true };
    assert_int_equal(web_test_ask(world.router, &world.work, &through).code, 404);
    web_ask other_name = { .target = path, .host = S("evil.example") };
    assert_int_equal(web_test_ask(world.router, &world.work, &other_name).code, 421);

    r = post(path, S(""), S("name=Binh&login=bi&password=ngan&again=khac&body=2"));
    assert_int_equal(r.code, 422);
    assert_true(says(&r, "Hai lần nhập không giống nhau"));
    assert_true(says(&r, "value=\"bi\"")); // what was typed stays
    assert_false(says(&r, "ngan"));        // but never a password
    str token = first_admin(*state);
    r         = get(S("/tai-khoan"), token);
    assert_int_equal(r.code, 200);
    assert_true(says(&r, "Trần Bình"));
    assert_int_equal(get(path, S("")).code, 404);
    end();
}

static void signing_in_leads_back_to_the_page_that_was_asked_for(void **state)
{
    begin(*state, false);
    (void)first_admin(*state);
    web_reply r = get(S("/nguoi-dung?cursor=1.x"), S(""));
    assert_int_equal(r.code, 303);
    str at = web_reply_header(&r, "Location");
    assert_true(str_starts(at, S("/dang-nhap?ve=")));
    r = get(at, S(""));
    assert_true(says(&r, "value=\"/nguoi-dung?cursor=1.x\""));
    r = post(S("/dang-nhap"), S(""), S("login=binh&password=sai&ve=/nguoi-dung"));
    assert_int_equal(r.code, 422);
    assert_true(says(&r, "Tên đăng nhập hoặc mật khẩu không đúng"));
    r = post(S("/dang-nhap"), S(""), S("login=Binh&password=" PASSWORD "&ve=/nguoi-dung"));
    assert_int_equal(r.code, 303);
    assert_true(str_equal(web_reply_header(&r, "Location"), S("/nguoi-dung")));
    str token = cookie_set(&r, "coloa");
    assert_int_equal(cookie_set(&r, "coloa-may").len, 43);
    r = get(S("/dang-nhap?ve=//evil.example"), token);
    assert_true(str_equal(web_reply_header(&r, "Location"), S("/"))); // never off this site
    r = post(S("/dang-nhap"), S(""), S("login=binh&password=" PASSWORD "&ve=https://evil.example"));
    assert_true(str_equal(web_reply_header(&r, "Location"), S("/")));
    end();
}

static void too_many_failures_are_answered_429_with_the_time_to_wait(void **state)
{
    begin(*state, false);
    web_reply r = { .code = 0 };
    for (int i = 0; i < SIGN_IN_FREE_FAILS; i++) {
        r = post(S("/dang-nhap"), S(""), S("login=aiday&password=sai"));
        assert_int_equal(r.code, 422);
    }
    r = post(S("/dang-nhap"), S(""), S("login=aiday&password=sai"));
    assert_int_equal(r.code, 429);
    assert_true(str_equal(web_reply_header(&r, "Retry-After"), S("2")));
    assert_true(says(&r, "2 giây"));
    end();
}

static void signing_out_needs_the_form_token_and_ends_the_session(void **state)
{
    begin(*state, false);
    str token = first_admin(*state);
    assert_int_equal(post(S("/dang-xuat"), token, S("")).code, 403);
    web_reply r    = get(S("/tai-khoan"), token);
    str       form = arena_printf(&world.work, "csrf=" STR_FMT, STR_ARG(csrf_in(&r)));
    r              = post(S("/dang-xuat"), token, form);
    assert_int_equal(r.code, 303);
    r = get(S("/tai-khoan"), token);
    assert_int_equal(r.code, 303); // to sign in
    end();
}

static void a_person_is_added_invited_and_comes_in(void **state)
{
    begin(*state, false);
    str       token = first_admin(*state);
    web_reply r     = get(S("/nguoi-dung/them"), token);
    assert_int_equal(r.code, 200);
    str csrf = csrf_in(&r);
    r        = post(S("/nguoi-dung/them"), token,
                    arena_printf(&world.work,
                                 "csrf=" STR_FMT "&name=L%%C3%%AA+An&login=le.an&role=clerk&role=head"
                                        "&body=khong+co",
                                 STR_ARG(csrf)));
    assert_int_equal(r.code, 422);
    assert_true(says(&r, "Không có tổ chức này"));
    assert_true(says(&r, "Lê An"));
    r = post(S("/nguoi-dung/them"), token,
             arena_printf(&world.work,
                          "csrf=" STR_FMT "&name=L%%C3%%AA+An&login=le.an&role=clerk&role=head"
                          "&body=bo+y+te",
                          STR_ARG(csrf)));
    assert_int_equal(r.code, 200);
    ptrdiff_t at = str_find(r.body, S("http://localhost/moi/"));
    assert_true(at >= 0);
    str link = str_slice(r.body, at + 16, at + 16 + 5 + 43);
    r        = get(link, S(""));
    assert_int_equal(r.code, 200);
    assert_true(says(&r, "Lê An"));
    r = post(link, S(""), S("password=" PASSWORD "&again=" PASSWORD));
    assert_int_equal(r.code, 303);
    str his = cookie_set(&r, "coloa");
    assert_int_equal(get(S("/nguoi-dung"), his).code, 403); // not an administrator
    assert_int_equal(get(S("/tai-khoan"), his).code, 200);
    assert_int_equal(get(link, S("")).code, 404);
    r = get(S("/nguoi-dung"), token);
    assert_true(says(&r, "Lê An"));
    r = get(S("/nguoi-dung/2"), token);
    assert_int_equal(r.code, 200);
    assert_true(says(&r, "Thủ trưởng"));
    r = get(S("/nhat-ky?kiem-tra=1"), token);
    assert_int_equal(r.code, 200);
    assert_true(says(&r, "Nhận lời mời"));
    end();
}

static str with_token(str csrf, const char *form)
{
    return arena_printf(&world.work, "csrf=" STR_FMT "&%s", STR_ARG(csrf), form);
}

// The path of a link shown in a page, from where `mark` begins.
static str link_in(const web_reply *r, str mark)
{
    ptrdiff_t at = str_find(r->body, mark);
    assert_true(at >= 0);
    return str_slice(r->body, at + 16, at + mark.len + 43);
}

// Preview first, then done; a wrong name keeps what was typed; the list and the page say so after.
static void a_person_is_deactivated_after_a_preview_and_comes_back(void **state)
{
    begin(*state, false);
    str       admin = first_admin(*state);
    web_reply r     = get(S("/nguoi-dung/them"), admin);
    str       csrf  = csrf_in(&r);
    r               = post(S("/nguoi-dung/them"), admin,
                           with_token(csrf, "name=L%C3%AA+An&login=le.an&role=clerk&body=BYT"));
    str invite      = link_in(&r, S("http://localhost/moi/"));
    r               = post(invite, S(""), S("password=" PASSWORD "&again=" PASSWORD));
    str his         = cookie_set(&r, "coloa");
    r               = get(S("/nguoi-dung/2/ngung"), admin);
    assert_int_equal(r.code, 200);
    assert_true(says(&r, "Văn thư") && says(&r, "value=\"binh\""));
    r = post(S("/nguoi-dung/2/ngung"), admin,
             with_token(csrf, "to=khong.co&to-2=&reason=Ngh%E1%BB%89+h%C6%B0u"));
    assert_int_equal(r.code, 422);
    assert_true(says(&r, "khong.co") && says(&r, "Nghỉ hưu"));
    r = post(S("/nguoi-dung/2/ngung"), admin,
             with_token(csrf, "to=binh&to-2=&reason=Ngh%E1%BB%89+h%C6%B0u"));
    assert_int_equal(r.code, 200);
    assert_true(says(&r, "Trần Bình (binh)") && says(&r, "value=\"confirm\""));
    assert_int_equal(get(S("/tai-khoan"), his).code, 200); // a preview does nothing
    r = post(S("/nguoi-dung/2/ngung"), admin,
             with_token(csrf, "to=binh&to-2=&reason=Ngh%E1%BB%89+h%C6%B0u&step=confirm"));
    assert_int_equal(r.code, 303);
    assert_int_equal(get(S("/tai-khoan"), his).code, 303); // to sign in
    r = get(S("/nguoi-dung"), admin);
    assert_false(says(&r, "Lê An"));
    r = get(S("/nguoi-dung?truoc=1"), admin);
    assert_true(says(&r, "Lê An") && says(&r, "Đã ngừng"));
    r = get(S("/nguoi-dung/2"), admin);
    assert_true(says(&r, "Trần Bình") && says(&r, "Nghỉ hưu") && says(&r, "Cho trở lại"));
    r = post(S("/nguoi-dung/2/tro-lai"), admin, with_token(csrf, ""));
    assert_int_equal(r.code, 200);
    str link = link_in(&r, S("http://localhost/dat-lai/"));
    r        = get(link, S(""));
    assert_true(says(&r, "Đặt mật khẩu mới") && says(&r, "Ít nhất 12 ký tự"));
    r = post(link, S(""), S("password=" PASSWORD "&again=" PASSWORD));
    assert_int_equal(r.code, 303);
    assert_int_equal(get(link, S("")).code, 404);
    r = get(S("/nhat-ky"), admin);
    assert_true(says(&r, "Ngừng sử dụng tài khoản, bàn giao"));
    end();
}

static void sessions_are_listed_and_ended(void **state)
{
    begin(*state, false);
    str       admin = first_admin(*state);
    web_reply r     = post(S("/dang-nhap"), S(""), S("login=binh&password=" PASSWORD));
    str       other = cookie_set(&r, "coloa");
    r               = get(S("/tai-khoan"), admin);
    str csrf        = csrf_in(&r);
    assert_true(says(&r, "Không rõ thiết bị") && says(&r, "Kết thúc mọi phiên khác"));
    r = post(S("/tai-khoan/phien-khac/ket-thuc"), admin, with_token(csrf, ""));
    assert_int_equal(r.code, 303);
    assert_int_equal(get(S("/tai-khoan"), other).code, 303); // to sign in
    assert_int_equal(get(S("/tai-khoan"), admin).code, 200);
    r = post(S("/nguoi-dung/1/phien/ket-thuc"), admin, with_token(csrf, ""));
    assert_int_equal(r.code, 303); // oneself: this one goes on
    assert_int_equal(get(S("/tai-khoan"), admin).code, 200);
    r = post(S("/nguoi-dung/99/phien/ket-thuc"), admin, with_token(csrf, ""));
    assert_int_equal(r.code, 404);
    end();
}

static void demo_links_open_demo_folders_only(void **state)
{
    call c;
    str  path;
    begin(*state, false);
    c = machine(*state);
    body b;
    assert_int_equal(body_by_code(&c, S("BYT"), &b), ST_OK);
    assert_int_equal(
        accounts_demo_link(&c, S("demo-head"), S("Thủ trưởng"), b.id, ROLE_BIT(ROLE_HEAD), &path),
        ST_OK);
    assert_int_equal(get(path, S("")).code, 404);
    end();
    begin(*state, true);
    c = machine(*state);
    assert_int_equal(
        accounts_demo_link(&c, S("demo-head"), S("Thủ trưởng"), b.id, ROLE_BIT(ROLE_HEAD), &path),
        ST_OK);
    web_reply r = get(path, S(""));
    assert_int_equal(r.code, 303);
    assert_int_equal(cookie_set(&r, "coloa").len, 43);
    web_ask far = { .target = path, .peer = S("192.0.2.7") };
    assert_int_equal(web_test_ask(world.router, &world.work, &far).code, 404);
    end();
}

static void bodies_are_added_and_renamed_within_the_branch(void **state)
{
    begin(*state, false);
    str       token = first_admin(*state); // of BYT, body 2
    web_reply r     = get(S("/to-chuc"), token);
    assert_true(says(&r, "Bộ Y tế"));
    assert_false(says(&r, "Bộ Ngoại giao"));
    assert_int_equal(get(S("/to-chuc/3"), token).code, 404);
    assert_int_equal(get(S("/to-chuc/1"), token).code, 200); // what stands above is shown
    assert_int_equal(get(S("/to-chuc/1/them"), token).code, 403);
    r        = get(S("/to-chuc/2/them"), token);
    str csrf = csrf_in(&r);
    r        = post(S("/to-chuc/2/them"), token,
                    arena_printf(&world.work, "csrf=" STR_FMT "&name_vi=&kind=unit", STR_ARG(csrf)));
    assert_int_equal(r.code, 422);
    r = post(S("/to-chuc/2/them"), token,
             arena_printf(&world.work, "csrf=" STR_FMT "&name_vi=C%%E1%%BB%%A5c+A&kind=department",
                          STR_ARG(csrf)));
    assert_int_equal(r.code, 303);
    r = get(S("/to-chuc?q=cuc+a"), token);
    assert_true(says(&r, "Cục A"));
    assert_true(says(&r, "BYT-01"));
    r = post(S("/to-chuc/4/sua"), token,
             arena_printf(&world.work, "csrf=" STR_FMT "&name_vi=C%%E1%%BB%%A5c+B&version=1",
                          STR_ARG(csrf)));
    assert_int_equal(r.code, 303);
    r = post(S("/to-chuc/4/sua"), token,
             arena_printf(&world.work, "csrf=" STR_FMT "&name_vi=C%%E1%%BB%%A5c+C&version=1",
                          STR_ARG(csrf)));
    assert_int_equal(r.code, 409); // someone was faster
    end();
}

static str read_token(store *s)
{
    call        c = machine(s);
    person_list people;
    body        b;
    token_made  made;
    assert_int_equal(body_by_code(&c, S("BYT"), &b), ST_OK);
    assert_int_equal(people_list(&c, false, S(""), 0, &people), ST_OK);
    token_draft draft = { .person_id = people.items[0].id, .body_id = b.id, .days = 1 };
    draft.label       = S("");
    assert_int_equal(token_add(&c, &draft, &made, NULL), ST_OK);
    return made.token;
}

static void the_api_answers_a_token_within_its_scope(void **state)
{
    begin(*state, false);
    (void)first_admin(*state);
    str       token = read_token(*state);
    web_ask   me    = { .target = S("/api/v1/me"), .bearer = token };
    web_reply r     = web_test_ask(world.router, &world.work, &me);
    assert_int_equal(r.code, 200);
    assert_true(says(&r, "\"login\":\"binh\""));
    assert_true(says(&r, "\"administrator\""));
    web_ask list = { .target = S("/api/v1/bodies?q=y+te"), .bearer = token };
    r            = web_test_ask(world.router, &world.work, &list);
    assert_true(says(&r, "\"code\":\"BYT\""));
    web_ask other = { .target = S("/api/v1/bodies/BNG"), .bearer = token };
    assert_int_equal(web_test_ask(world.router, &world.work, &other).code, 404);
    web_ask add = { .method       = HTTP_POST,
                    .target       = S("/api/v1/bodies"),
                    .bearer       = token,
                    .content_type = S("application/json"),
                    .body         = S("{\"parent\":\"BYT\",\"name\":\"Viện\"}") };
    assert_int_equal(web_test_ask(world.router, &world.work, &add).code, 403); // scope read
    me.bearer = S("wrong");
    assert_int_equal(web_test_ask(world.router, &world.work, &me).code, 401);
    end();
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &timers_sql, &organisations_sql,
                                                 &accounts_sql, &tasks_sql };
    store_register(modules, COUNT(modules));
    world.work                      = test_arena((size_t)256 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_administrator_comes_in_by_the_link_on_this_machine),
        cmocka_unit_test(signing_in_leads_back_to_the_page_that_was_asked_for),
        cmocka_unit_test(too_many_failures_are_answered_429_with_the_time_to_wait),
        cmocka_unit_test(signing_out_needs_the_form_token_and_ends_the_session),
        cmocka_unit_test(a_person_is_added_invited_and_comes_in),
        cmocka_unit_test(a_person_is_deactivated_after_a_preview_and_comes_back),
        cmocka_unit_test(sessions_are_listed_and_ended),
        cmocka_unit_test(demo_links_open_demo_folders_only),
        cmocka_unit_test(bodies_are_added_and_renamed_within_the_branch),
        cmocka_unit_test(the_api_answers_a_token_within_its_scope),
    };
    return test_store_run(tests, COUNT(tests));
}
