// signed_pdf_test_kit.c - see signed_pdf_test_kit.h.
#include "parse/signed_pdf_test_kit.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE_HEX = 12000 };

static void must(bool done, const char *what)
{
    if (done) return;
    fprintf(stderr, "signed_pdf_test_kit: %s\n", what);
    abort();
}

static void add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX      ctx;
    X509_EXTENSION *e;
    X509V3_set_ctx_nodb(&ctx);
    X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
    e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
    must(e && X509_add_ext(cert, e, -1) == 1, "extension");
    X509_EXTENSION_free(e);
}

test_key kit_key(const test_subject *s, const test_key *issuer)
{
    static long serial = 4096;
    test_key    k      = { EVP_EC_gen("P-256"), X509_new() };
    must(k.key && k.cert, "key");
    X509_NAME *name = X509_get_subject_name(k.cert);
    X509_set_version(k.cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(k.cert), serial++);
    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, (const unsigned char *)s->body, -1, -1, 0);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)s->name, -1, -1,
                               0);
    ASN1_TIME_set(X509_getm_notBefore(k.cert), s->from_s);
    ASN1_TIME_set(X509_getm_notAfter(k.cert), s->to_s);
    X509_set_pubkey(k.cert, k.key);
    X509_set_issuer_name(k.cert, issuer ? X509_get_subject_name(issuer->cert) : name);
    add_extension(k.cert, issuer ? issuer->cert : k.cert, NID_basic_constraints,
                  s->authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    add_extension(k.cert, issuer ? issuer->cert : k.cert, NID_key_usage, s->usage);
    must(X509_sign(k.cert, issuer ? issuer->key : k.key, EVP_sha256()) > 0, "certificate");
    return k;
}

void kit_key_free(test_key *k)
{
    EVP_PKEY_free(k->key);
    X509_free(k->cert);
    *k = (test_key){ 0 };
}

static str taken(arena *a, BIO *from)
{
    char *bytes = NULL;
    long  n     = BIO_get_mem_data(from, &bytes);
    str   copy;
    must(arena_copy(a, (str){ bytes, n }, &copy) == ST_OK, "memory");
    BIO_free(from);
    return copy;
}

str kit_pem(arena *a, const test_key *k)
{
    BIO *b = BIO_new(BIO_s_mem());
    must(PEM_write_bio_X509(b, k->cert) == 1, "pem");
    return taken(a, b);
}

str kit_der(arena *a, const test_key *k)
{
    BIO *b = BIO_new(BIO_s_mem());
    must(i2d_X509_bio(b, k->cert) == 1, "der");
    return taken(a, b);
}

// ---- signing ---------------------------------------------------------------------------------------

static str message_over(arena *a, str content, const test_signing *s)
{
    unsigned         flags = CMS_BINARY | CMS_DETACHED | CMS_PARTIAL | CMS_NOSMIMECAP;
    BIO             *in    = BIO_new_mem_buf(content.ptr, (int)content.len);
    CMS_ContentInfo *cms   = CMS_sign(NULL, NULL, NULL, NULL, flags);
    must(in && cms, "message");
    CMS_SignerInfo *one = CMS_add1_signer(cms, s->by->cert, s->by->key, EVP_sha256(),
                                          flags | (s->no_time ? CMS_NOATTR : 0u));
    must(one != NULL, "signer");
    if (s->under) must(CMS_add1_cert(cms, s->under->cert) == 1, "further certificate");
    must(CMS_final(cms, in, NULL, flags) == 1, "final");
    BIO *out = BIO_new(BIO_s_mem());
    must(i2d_CMS_bio(out, cms) == 1, "message bytes");
    CMS_ContentInfo_free(cms);
    BIO_free(in);
    return taken(a, out);
}

// Fills the places left for the range and the message in `pdf`, whose dictionary begins at `from`.
static void fill(arena *a, char *pdf, size_t size, size_t from, const test_signing *s)
{
    static const char digits[] = "0123456789ABCDEF";
    char             *gap = strstr(pdf + from, "/Contents <"), *range = strstr(pdf + from, "[0 ");
    must(gap && range, "places");
    size_t b = (size_t)(gap - pdf) + strlen("/Contents "), c = b + MESSAGE_HEX + 2;
    char   text[64];
    int    n = snprintf(text, sizeof text, "[0 %08zu %08zu %08zu]", b, c, size - c);
    memcpy(range, text, (size_t)n);
    char *content = arena_alloc(a, 1, 1, size);
    must(content != NULL, "memory");
    memcpy(content, pdf, b);
    memcpy(content + b, pdf + c, size - c);
    str message = message_over(a, (str){ content, (ptrdiff_t)(b + size - c) }, s);
    must(message.len * 2 <= MESSAGE_HEX, "room");
    for (ptrdiff_t i = 0; i < message.len; i++) {
        pdf[b + 1 + 2 * (size_t)i] = digits[(unsigned char)message.ptr[i] >> 4];
        pdf[b + 2 + 2 * (size_t)i] = digits[(unsigned char)message.ptr[i] & 15];
    }
}

static void put_dictionary(buf *b, int number, const test_signing *s)
{
    buf_printf(b, "%d 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /%s", number, s->kind);
    if (s->claimed) buf_printf(b, " /M (%s)", s->claimed);
    buf_put(b, S(" /ByteRange [0 00000000 00000000 00000000] /Contents <"));
    for (int i = 0; i < MESSAGE_HEX; i++) buf_char(b, '0');
    buf_put(b, S("> >>\nendobj\n"));
}

str kit_signed_pdf(arena *a, const char *words, const test_signing *s)
{
    size_t places[7], count = 1;
    buf    b       = buf_in(a, 65536, 1 << 20);
    str    content = arena_printf(a, "BT /F1 12 Tf 72 720 Td (%s) Tj ET", words);
    buf_put(&b, S("%PDF-1.7\n"));
    places[count++] = (size_t)b.len;
    buf_put(&b,
            S("1 0 obj\n<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [5 0 R] >> "
              ">>\nendobj\n"));
    places[count++] = (size_t)b.len;
    buf_put(&b, S("2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"));
    places[count++] = (size_t)b.len;
    buf_put(&b, S("3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                  "/Annots [5 0 R] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
                  "/BaseFont /Times-Roman >> >> >> >>\nendobj\n"));
    places[count++] = (size_t)b.len;
    buf_printf(&b, "4 0 obj\n<< /Length %zd >>\nstream\n" STR_FMT "\nendstream\nendobj\n",
               content.len, STR_ARG(content));
    places[count++] = (size_t)b.len;
    buf_put(&b, S("5 0 obj\n<< /Type /Annot /Subtype /Widget /FT /Sig /T (S1) /Rect [0 0 0 0] "
                  "/P 3 0 R /V 6 0 R >>\nendobj\n"));
    places[count++] = (size_t)b.len;
    put_dictionary(&b, 6, s);
    size_t table = (size_t)b.len;
    buf_put(&b, S("xref\n0 7\n0000000000 65535 f \n"));
    for (size_t i = 1; i < count; i++) buf_printf(&b, "%010zu 00000 n \n", places[i]);
    buf_printf(&b, "trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", table);
    buf_char(&b, 0); // for strstr
    str   all = buf_str(&b);
    char *pdf = arena_alloc(a, 1, 1, (size_t)all.len);
    must(!b.failed && pdf, "memory");
    memcpy(pdf, all.ptr, (size_t)all.len);
    fill(a, pdf, (size_t)all.len - 1, places[6], s);
    return (str){ pdf, all.len - 1 };
}

str kit_sign_again(arena *a, str pdf, const test_signing *s)
{
    buf b = buf_in(a, 65536, 1 << 20);
    buf_put(&b, pdf);
    put_dictionary(&b, 7, s);
    buf_put(&b, S("trailer\n<< /Size 8 /Root 1 0 R >>\n%%EOF\n"));
    buf_char(&b, 0);
    str   all  = buf_str(&b);
    char *copy = arena_alloc(a, 1, 1, (size_t)all.len);
    must(!b.failed && copy, "memory");
    memcpy(copy, all.ptr, (size_t)all.len);
    fill(a, copy, (size_t)all.len - 1, (size_t)pdf.len, s);
    return (str){ copy, all.len - 1 };
}

str kit_bundle(arena *a, str roots, str pdf)
{
    buf      b = buf_in(a, 65536, 4 << 20);
    uint32_t n = (uint32_t)roots.len;
    for (int i = 0; i < 4; i++) buf_char(&b, (char)(n >> 8 * i));
    buf_put(&b, roots);
    buf_put(&b, pdf);
    must(!b.failed, "memory");
    return buf_str(&b);
}
