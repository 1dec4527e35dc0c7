// Tests of serving over TLS: a certificate made on the spot, a client by OpenSSL.
#include "kit/http/http.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

static str bio_text(BIO *b, char *room, size_t size)
{
    int n = BIO_read(b, room, (int)size);
    BIO_free(b);
    assert_true(n > 0);
    return (str){ room, n };
}

static void make_certificate(str *cert, str *key)
{
    static char cert_room[4096], key_room[4096];
    EVP_PKEY   *pair = EVP_EC_gen("P-256");
    X509       *x    = X509_new();
    BIO        *b    = BIO_new(BIO_s_mem());
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), 0);
    X509_gmtime_adj(X509_getm_notAfter(x), 3600);
    X509_set_pubkey(x, pair);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
                               (const unsigned char *)"localhost", -1, -1, 0);
    X509_set_issuer_name(x, X509_get_subject_name(x));
    assert_true(X509_sign(x, pair, EVP_sha256()) > 0);
    PEM_write_bio_X509(b, x);
    *cert = bio_text(b, cert_room, sizeof(cert_room));
    b     = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(b, pair, NULL, NULL, 0, NULL, NULL);
    *key = bio_text(b, key_room, sizeof(key_room));
    X509_free(x);
    EVP_PKEY_free(pair);
}

static void handle(void *ctx, http_request *rq, http_response *rs)
{
    (void)ctx;
    buf_printf(&rs->body, "secure=%d", rq->secure);
}

// Asks once with TLS of at most `version`; the answer, or the absent str when TLS was refused.
static str ask(uint16_t port, int version, char *room, size_t size)
{
    static const char  raw[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    struct sockaddr_in to    = { .sin_family = AF_INET, .sin_port = htons(port) };
    int                fd = socket(AF_INET, SOCK_STREAM, 0), len = 0;
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(ctx, 0);
    SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(ctx, version);
    SSL *ssl = SSL_new(ctx);
    SSL_set_fd(ssl, fd);
    str answer = { 0 };
    if (SSL_connect(ssl) == 1) {
        assert_int_equal(SSL_write(ssl, raw, sizeof(raw) - 1), sizeof(raw) - 1);
        for (int n; (n = SSL_read(ssl, room + len, (int)size - len)) > 0;) len += n;
        answer = (str){ room, len };
    }
    SSL_free(ssl);
    SSL_CTX_free(ctx);
    close(fd);
    return answer;
}

static void tls_serves_the_two_versions_in_use(void **state)
{
    (void)state;
    static char  room[8192];
    http_server *s   = NULL;
    problem      why = { 0 };
    http_options o   = { .address = S("127.0.0.1"), .handler = handle };
    make_certificate(&o.tls_cert, &o.tls_key);
    assert_int_equal(http_start(&o, &s, &why), ST_OK);
    const int versions[] = { TLS1_3_VERSION, TLS1_2_VERSION };
    for (size_t i = 0; i < COUNT(versions); i++) {
        str answer = ask(http_port(s), versions[i], room, sizeof(room));
        assert_true(str_starts(answer, S("HTTP/1.1 200 OK\r\n")));
        assert_true(str_ends(answer, S("secure=1")));
    }
    assert_null(ask(http_port(s), TLS1_1_VERSION, room, sizeof(room)).ptr);
    http_stop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(tls_serves_the_two_versions_in_use) };
    return cmocka_run_group_tests_name("http_tls", tests, NULL, NULL);
}
