// accounts_web.c - the route table, and the API's own two words about who one is.
#include "modules/accounts/accounts_web.h"

#include "modules/accounts/accounts.h"

str form_text(const web_request *rq, const char *name)
{
    str text = http_form(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

static status api_me(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_hats *hats;
    size_t     count;
    (void)rq;
    (void)why;
    TRY(bodies_own(c, &hats, &count));
    buf out = buf_in(c->a, 1024, 64 * 1024);
    buf_printf(&out, "{\"id\":\"%lld\",\"login\":", (long long)c->who.person_id);
    buf_json(&out, c->who.login);
    buf_put(&out, S(",\"name\":"));
    buf_json(&out, c->who.name);
    if (c->who.body_id) {
        buf_printf(&out, ",\"body\":\"%lld\"", (long long)c->who.body_id);
    } else {
        buf_put(&out, S(",\"body\":null"));
    }
    buf_put(&out, S(",\"roles\":["));
    for (size_t i = 0; i < count; i++) {
        bool first = true;
        buf_printf(&out, "%s{\"body\":\"%lld\",\"names\":[", i ? "," : "",
                   (long long)hats[i].body_id);
        for (int role = 1; role <= ACCOUNT_ROLES; role++) {
            if (!(hats[i].roles & ROLE_BIT(role))) continue;
            if (!first) buf_char(&out, ',');
            first = false;
            buf_json(&out, account_role_name((account_role)role));
        }
        buf_put(&out, S("]}"));
    }
    buf_put(&out, S("]}"));
    return out.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&out));
}

static const web_field me_answer[] = {
    { "id", "string", "decimal" },
    { "login", "string", "what is typed to sign in" },
    { "name", "string", "full name" },
    { "body", "string?", "id of the body acted for" },
    { "roles", "array", "for each body with a role today: its id and the roles' names" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/dang-nhap", RIGHT_PUBLIC, sign_in_get, "Sign-in form" },
    { HTTP_POST, "/dang-nhap", RIGHT_PUBLIC, sign_in_post, "Signs in", .flags = WEB_NO_CSRF },
    { HTTP_POST, "/dang-xuat", RIGHT_SIGNED_IN, sign_out_post, "Signs out" },
    { HTTP_GET, "/khoi-tao/{token}", RIGHT_PUBLIC, first_get, "First administrator's form",
      .flags = WEB_LOCAL_ONLY },
    { HTTP_POST, "/khoi-tao/{token}", RIGHT_PUBLIC, first_post, "Makes the first administrator",
      .flags = WEB_LOCAL_ONLY | WEB_NO_CSRF },
    { HTTP_GET, "/moi/{token}", RIGHT_PUBLIC, invite_get, "Invited person's form" },
    { HTTP_POST, "/moi/{token}", RIGHT_PUBLIC, invite_post, "Sets the invited person's password",
      .flags = WEB_NO_CSRF },
    { HTTP_GET, "/dat-lai/{token}", RIGHT_PUBLIC, reset_get, "Form for a new password" },
    { HTTP_POST, "/dat-lai/{token}", RIGHT_PUBLIC, reset_set_post, "Sets the new password",
      .flags = WEB_NO_CSRF },
    { HTTP_GET, "/vao/{token}", RIGHT_PUBLIC, demo_get, "Enters the demo in a role",
      .flags = WEB_LOCAL_ONLY },
    { HTTP_GET, "/tai-khoan", RIGHT_SIGNED_IN, account_get, "One's own account" },
    { HTTP_POST, "/tai-khoan/mat-khau", RIGHT_SIGNED_IN, password_post, "Changes the password" },
    { HTTP_POST, "/tai-khoan/don-vi", RIGHT_SIGNED_IN, act_for_post, "Acts for another body" },
    { HTTP_POST, "/tai-khoan/phien/{id}/ket-thuc", RIGHT_SIGNED_IN, session_end_post,
      "Ends a session" },
    { HTTP_POST, "/tai-khoan/phien-khac/ket-thuc", RIGHT_SIGNED_IN, sessions_end_post,
      "Ends all other sessions" },
    { HTTP_POST, "/tai-khoan/ma-truy-cap", RIGHT_SIGNED_IN, token_post, "Makes a token" },
    { HTTP_POST, "/tai-khoan/ma-truy-cap/{id}/thu-hoi", RIGHT_SIGNED_IN, token_end_post,
      "Revokes a token" },
    { HTTP_GET, "/nguoi-dung", RIGHT_ACCOUNTS_ADMIN, people_get, "People of the branch" },
    { HTTP_GET, "/nguoi-dung/them", RIGHT_ACCOUNTS_ADMIN, person_new_get, "A form for a person" },
    { HTTP_POST, "/nguoi-dung/them", RIGHT_ACCOUNTS_ADMIN, person_new_post, "Adds a person" },
    { HTTP_GET, "/nguoi-dung/{id}", RIGHT_ACCOUNTS_ADMIN, person_get, "One person" },
    { HTTP_POST, "/nguoi-dung/{id}", RIGHT_ACCOUNTS_ADMIN, person_post, "Changes the name" },
    { HTTP_POST, "/nguoi-dung/{id}/dat-lai", RIGHT_ACCOUNTS_ADMIN, reset_post,
      "Makes a link for a new password" },
    { HTTP_POST, "/nguoi-dung/{id}/khoa", RIGHT_ACCOUNTS_ADMIN, lock_post, "Locks or opens" },
    { HTTP_POST, "/nguoi-dung/{id}/vai", RIGHT_ACCOUNTS_ADMIN, role_give_post, "Gives a role" },
    { HTTP_POST, "/nguoi-dung/{id}/vai/{role}/thoi", RIGHT_ACCOUNTS_ADMIN, role_take_post,
      "Ends a role" },
    { HTTP_POST, "/nguoi-dung/{id}/phien/{session}/ket-thuc", RIGHT_ACCOUNTS_ADMIN,
      person_session_post, "Ends a session of the person" },
    { HTTP_POST, "/nguoi-dung/{id}/phien/ket-thuc", RIGHT_ACCOUNTS_ADMIN, person_sessions_post,
      "Ends all sessions of the person" },
    { HTTP_GET, "/nguoi-dung/{id}/ngung", RIGHT_ACCOUNTS_ADMIN, leave_get,
      "What a person holds, and a form for who takes over" },
    { HTTP_POST, "/nguoi-dung/{id}/ngung", RIGHT_ACCOUNTS_ADMIN, leave_post,
      "Previews, and when confirmed deactivates the person" },
    { HTTP_POST, "/nguoi-dung/{id}/tro-lai", RIGHT_ACCOUNTS_ADMIN, return_post,
      "Brings a person back" },
    { HTTP_GET, "/nhat-ky", RIGHT_AUDIT_READ, audit_get, "The audit trail" },
    { HTTP_GET, "/api/v1/me", RIGHT_SIGNED_IN, api_me, "Who the token acts as",
      .answer = me_answer },
};

const web_module accounts_module = { "accounts", routes, COUNT(routes) };
