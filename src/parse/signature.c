// signature.c - see signature.h. Certificates first, then each signature: bytes, time, chain.
#include "parse/signature.h"

#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "kit/base/reader.h"
#include "kit/workers/signature_frames.h"
#include "parse/pdf_signatures.h"

typedef struct checking {
    const signature_job *job;
    arena                room;
    X509_STORE          *store; // what is trusted
    size_t               root_count, count;
} checking;

// ---- texts and moments -------------------------------------------------------------------------

static void put_text(frame_out *out, str s)
{
    ptrdiff_t n = s.len < SIGNATURE_TEXT_MAX ? s.len : SIGNATURE_TEXT_MAX;
    while (n > 0 && n < s.len && ((unsigned char)s.ptr[n] & 0xC0) == 0x80) n--;
    s = str_slice(s, 0, n);
    if (!str_is_text(s)) s = (str){ "", 0 };
    frame_u16(out, (uint16_t)s.len);
    frame_bytes(out, s);
}

static void put_u64(frame_out *out, int64_t v)
{
    frame_u32(out, (uint32_t)(uint64_t)v);
    frame_u32(out, (uint32_t)((uint64_t)v >> 32));
}

static int64_t moment(const ASN1_TIME *t)
{
    static const int64_t ms_day = INT64_C(86400000);
    ASN1_TIME           *epoch  = ASN1_TIME_set(NULL, 0);
    int                  days = 0, seconds = 0;
    bool                 known = epoch && t && ASN1_TIME_diff(&days, &seconds, epoch, t) == 1;
    ASN1_TIME_free(epoch);
    return known ? days * ms_day + seconds * INT64_C(1000) : 0;
}

static str text_of(arena *a, const ASN1_STRING *s)
{
    unsigned char *utf8 = NULL;
    int            n    = s ? ASN1_STRING_to_UTF8(&utf8, s) : -1;
    str            copy = { "", 0 };
    if (n > 0 && arena_copy(a, (str){ (const char *)utf8, n }, &copy) != ST_OK) copy = S("");
    if (n >= 0) OPENSSL_free(utf8);
    return copy;
}

static str name_part(arena *a, const X509_NAME *name, int nid)
{
    int at = name ? X509_NAME_get_index_by_NID(name, nid, -1) : -1;
    return at < 0 ? S("") : text_of(a, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

// A name to show: the common name, else the body, else the unit.
static str name_shown(arena *a, const X509_NAME *name)
{
    static const int parts[] = { NID_commonName, NID_organizationName, NID_organizationalUnitName };
    for (size_t i = 0; i < COUNT(parts); i++) {
        str text = name_part(a, name, parts[i]);
        if (text.len) return text;
    }
    return S("");
}

static str serial_of(arena *a, const X509 *cert)
{
    BIGNUM *n    = ASN1_INTEGER_to_BN(X509_get0_serialNumber(cert), NULL);
    char   *hex  = n ? BN_bn2hex(n) : NULL;
    str     copy = { "", 0 };
    if (hex && arena_copy(a, str_from(hex), &copy) != ST_OK) copy = S("");
    OPENSSL_free(hex);
    BN_free(n);
    return copy;
}

// ---- what is trusted -----------------------------------------------------------------------------

static void refuse(const checking *k, signature_refusal why)
{
    frame_begin(k->job->out, SIGNATURE_FRAME_REFUSED);
    frame_u8(k->job->out, (uint8_t)why);
    frame_end(k->job->out);
}

static str fingerprint(arena *a, const X509 *cert)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char     hash[EVP_MAX_MD_SIZE];
    unsigned          n   = 0;
    char             *hex = arena_alloc(a, 1, 1, SIGNATURE_HASH_LENGTH);
    if (!hex || !X509_digest(cert, EVP_sha256(), hash, &n) || n * 2 != SIGNATURE_HASH_LENGTH)
        return S("");
    for (unsigned i = 0; i < n; i++) {
        hex[2 * i]     = digits[hash[i] >> 4];
        hex[2 * i + 1] = digits[hash[i] & 15];
    }
    return (str){ hex, SIGNATURE_HASH_LENGTH };
}

static bool put_root(checking *k, X509 *cert)
{
    frame_out *out     = k->job->out;
    arena      scratch = k->room;
    str        hash    = fingerprint(&scratch, cert);
    if (!hash.len || X509_STORE_add_cert(k->store, cert) != 1) return false;
    k->root_count++;
    frame_begin(out, SIGNATURE_FRAME_ROOT);
    frame_u8(out, X509_check_ca(cert) > 0);
    put_u64(out, moment(X509_get0_notBefore(cert)));
    put_u64(out, moment(X509_get0_notAfter(cert)));
    put_text(out, hash);
    put_text(out, name_shown(&scratch, X509_get_subject_name(cert)));
    put_text(out, name_shown(&scratch, X509_get_issuer_name(cert)));
    put_text(out, serial_of(&scratch, cert));
    frame_end(out);
    return true;
}

// One certificate in DER, or any number in PEM.
static signature_refusal read_roots(checking *k, str bytes)
{
    BIO                 *in  = BIO_new_mem_buf(bytes.ptr, (int)bytes.len);
    const unsigned char *der = (const unsigned char *)bytes.ptr;
    signature_refusal    why = (signature_refusal)0;
    X509                *one = d2i_X509(NULL, &der, (long)bytes.len);
    bool                 pem = !one;
    if (pem && in) one = PEM_read_bio_X509(in, NULL, NULL, NULL);
    while (one && !why) {
        if (k->root_count == SIGNATURE_ROOTS_MAX)
            why = SIGNATURE_ROOTS_TOO_MANY;
        else if (!put_root(k, one))
            why = SIGNATURE_ROOT_UNREADABLE;
        X509_free(one);
        one = pem && !why ? PEM_read_bio_X509(in, NULL, NULL, NULL) : NULL;
    }
    if (!k->root_count && !why) why = SIGNATURE_ROOT_UNREADABLE;
    BIO_free(in);
    ERR_clear_error();
    return why;
}

// ---- one signature ---------------------------------------------------------------------------------

typedef struct found { // what is told of one
    signature        s;
    CMS_ContentInfo *message;
    X509            *signer; // owned by the message
    CMS_SignerInfo  *info;
} found;

static bool hex_bytes(arena *a, str hex, str *out)
{
    char     *to   = arena_alloc(a, 1, 1, (size_t)hex.len / 2 + 1);
    ptrdiff_t n    = 0;
    int       half = -1;
    for (ptrdiff_t i = 0; to && i < hex.len; i++) {
        char c = hex.ptr[i];
        int  v = c >= '0' && c <= '9'   ? c - '0'
                 : c >= 'a' && c <= 'f' ? c - 'a' + 10
                 : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                        : -1;
        if (v < 0) continue; // blanks
        if (half >= 0) to[n++] = (char)(half << 4 | v);
        half = half >= 0 ? -1 : v;
    }
    *out = (str){ to, n };
    return to != NULL;
}

// The two stretches in one piece, as the library wants them.
static bool signed_bytes(arena *a, const pdf_signature *p, str *out)
{
    size_t n  = (size_t)p->first.len + (size_t)p->second.len;
    char  *to = arena_alloc(a, 1, 1, n);
    if (!to) return false;
    memcpy(to, p->first.ptr, (size_t)p->first.len);
    if (p->second.len) memcpy(to + p->first.len, p->second.ptr, (size_t)p->second.len);
    *out = (str){ to, (ptrdiff_t)n };
    return true;
}

static bool is_checked_kind(str kind)
{
    return str_equal(kind, S("adbe.pkcs7.detached")) || str_equal(kind, S("ETSI.CAdES.detached"));
}

// The message's one signer, whose certificate must be in it.
static bool take_signer(found *f)
{
    STACK_OF(CMS_SignerInfo) *all = CMS_get0_SignerInfos(f->message);
    if (!all || sk_CMS_SignerInfo_num(all) != 1) return false;
    STACK_OF(X509) *certs = CMS_get1_certs(f->message);
    f->info               = sk_CMS_SignerInfo_value(all, 0);
    bool known            = CMS_set1_signers_certs(f->message, certs, 0) == 1;
    CMS_SignerInfo_get0_algs(f->info, NULL, &f->signer, NULL, NULL);
    sk_X509_pop_free(certs, X509_free);
    return known && f->signer;
}

static void describe(arena *a, found *f)
{
    X509_ALGOR      *digest = NULL;
    const X509_NAME *name   = X509_get_subject_name(f->signer);
    CMS_SignerInfo_get0_algs(f->info, NULL, NULL, &digest, NULL);
    int nid            = digest ? OBJ_obj2nid(digest->algorithm) : NID_undef;
    f->s.digest        = str_from(nid == NID_undef ? "" : OBJ_nid2sn(nid));
    f->s.signer        = name_shown(a, name);
    f->s.organisation  = name_part(a, name, NID_organizationName);
    f->s.issuer        = name_shown(a, X509_get_issuer_name(f->signer));
    f->s.serial        = serial_of(a, f->signer);
    f->s.valid_from_ms = moment(X509_get0_notBefore(f->signer));
    f->s.valid_to_ms   = moment(X509_get0_notAfter(f->signer));
}

static bool is_intact(const found *f, str content)
{
    BIO *in = BIO_new_mem_buf(content.ptr, (int)content.len);
    // The chain is looked at apart, so that a stranger's good signature is told from a broken one.
    unsigned flags = CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY;
    bool     good  = in && CMS_verify(f->message, NULL, NULL, in, NULL, flags) == 1;
    BIO_free(in);
    ERR_clear_error();
    return good;
}

// ---- when ------------------------------------------------------------------------------------------

static const ASN1_TYPE *attribute_of(const CMS_SignerInfo *info, int nid, bool signed_)
{
    int             at  = signed_ ? CMS_signed_get_attr_by_NID(info, nid, -1)
                                  : CMS_unsigned_get_attr_by_NID(info, nid, -1);
    X509_ATTRIBUTE *one = at < 0    ? NULL
                          : signed_ ? CMS_signed_get_attr(info, at)
                                    : CMS_unsigned_get_attr(info, at);
    return one ? X509_ATTRIBUTE_get0_type(one, 0) : NULL;
}

static void claimed_time(found *f, const pdf_signature *p)
{
    const ASN1_TYPE *own = attribute_of(f->info, NID_pkcs9_signingTime, true);
    bool    known = own && (own->type == V_ASN1_UTCTIME || own->type == V_ASN1_GENERALIZEDTIME);
    int64_t ms    = 0;
    if (known)
        ms = moment(own->value.asn1_string);
    else if (!pdf_moment(p->claimed, &ms))
        return;
    f->s.signed_ms = ms;
    f->s.time      = SIGNATURE_TIME_CLAIMED;
}

// A time stamp over this signature's value, under a certificate that is trusted here.
static bool stamp_holds(const checking *k, const found *f, PKCS7 *token)
{
    const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature((CMS_SignerInfo *)f->info);
    TS_VERIFY_CTX           *ctx   = TS_VERIFY_CTX_new();
    BIO *data = value ? BIO_new_mem_buf(ASN1_STRING_get0_data(value), ASN1_STRING_length(value))
                      : NULL;
    if (!ctx || !data || !X509_STORE_up_ref(k->store)) {
        TS_VERIFY_CTX_free(ctx);
        BIO_free(data);
        return false;
    }
    TS_VERIFY_CTX_set_flags(ctx, TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_DATA);
    TS_VERIFY_CTX_set_data(ctx, data);      // the context's from here on
    TS_VERIFY_CTX_set_store(ctx, k->store); // likewise
    bool holds = TS_RESP_verify_token(ctx, token) == 1;
    TS_VERIFY_CTX_free(ctx);
    return holds;
}

static void stamped_time(const checking *k, found *f)
{
    const ASN1_TYPE *own = attribute_of(f->info, NID_id_smime_aa_timeStampToken, false);
    if (!own || own->type != V_ASN1_SEQUENCE) return;
    const ASN1_STRING   *der   = own->value.sequence;
    const unsigned char *at    = ASN1_STRING_get0_data(der);
    PKCS7               *token = d2i_PKCS7(NULL, &at, ASN1_STRING_length(der));
    TS_TST_INFO         *told  = token ? PKCS7_to_TS_TST_INFO(token) : NULL;
    if (told && stamp_holds(k, f, token)) {
        f->s.signed_ms = moment(TS_TST_INFO_get_time(told));
        f->s.time      = SIGNATURE_TIME_STAMPED;
    }
    TS_TST_INFO_free(told);
    PKCS7_free(token);
    ERR_clear_error();
}

// ---- under whom ------------------------------------------------------------------------------------

static signature_chain chain_fault(int error)
{
    switch (error) {
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_CERT_HAS_EXPIRED: return SIGNATURE_OUT_OF_TIME;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED: return SIGNATURE_NO_ROOT;
    default: return SIGNATURE_UNFIT;
    }
}

static bool for_signing(X509 *cert)
{
    uint32_t usage = X509_get_key_usage(cert); // all bits when the certificate says nothing
    return usage & (X509v3_KU_DIGITAL_SIGNATURE | X509v3_KU_NON_REPUDIATION);
}

static signature_chain chain_of(const checking *k, const found *f)
{
    int64_t at            = f->s.signed_ms ? f->s.signed_ms : k->job->now_ms;
    STACK_OF(X509) *certs = CMS_get1_certs(f->message);
    X509_STORE_CTX *ctx   = X509_STORE_CTX_new();
    signature_chain chain = SIGNATURE_NO_ROOT;
    if (ctx && X509_STORE_CTX_init(ctx, k->store, f->signer, certs) == 1) {
        X509_VERIFY_PARAM *how = X509_STORE_CTX_get0_param(ctx);
        X509_VERIFY_PARAM_set_time(how, (time_t)(at / 1000));
        // A certificate an administrator trusts is an end, whoever issued it.
        X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN);
        if (X509_verify_cert(ctx) == 1)
            chain = for_signing(f->signer) ? SIGNATURE_TRUSTED : SIGNATURE_UNFIT;
        else
            chain = chain_fault(X509_STORE_CTX_get_error(ctx));
    }
    X509_STORE_CTX_free(ctx);
    sk_X509_pop_free(certs, X509_free);
    ERR_clear_error();
    return chain;
}

// ---- all of them -----------------------------------------------------------------------------------

static void check(const checking *k, const pdf_signature *p, arena *a, found *f)
{
    str der, content;
    f->s = (signature){ .bytes = SIGNATURE_UNREADABLE,
                        .whole = p->whole,
                        .chain = SIGNATURE_UNCHECKED,
                        .time  = SIGNATURE_TIME_NONE,
                        .kind  = p->kind };
    if (!p->sound || !is_checked_kind(p->kind)) return;
    if (!hex_bytes(a, p->hex, &der) || !signed_bytes(a, p, &content)) return;
    const unsigned char *at = (const unsigned char *)der.ptr;
    f->message              = d2i_CMS_ContentInfo(NULL, &at, (long)der.len);
    if (!f->message || !take_signer(f)) return;
    describe(a, f);
    claimed_time(f, p);
    f->s.bytes = is_intact(f, content) ? SIGNATURE_INTACT : SIGNATURE_ALTERED;
    if (f->s.bytes != SIGNATURE_INTACT) return;
    stamped_time(k, f);
    f->s.chain = chain_of(k, f);
}

static void put_one(frame_out *out, const signature *s)
{
    frame_begin(out, SIGNATURE_FRAME_ONE);
    frame_u8(out, (uint8_t)s->bytes);
    frame_u8(out, s->whole);
    frame_u8(out, (uint8_t)s->chain);
    frame_u8(out, (uint8_t)s->time);
    put_u64(out, s->signed_ms);
    put_u64(out, s->valid_from_ms);
    put_u64(out, s->valid_to_ms);
    const str texts[] = { s->signer, s->organisation, s->issuer, s->serial, s->digest, s->kind };
    for (size_t i = 0; i < COUNT(texts); i++) put_text(out, texts[i]);
    frame_end(out);
}

static bool put_signatures(checking *k, str pdf)
{
    pdf_signature p;
    for (size_t at = 0; pdf_signature_next(pdf, &at, &p);) {
        if (k->count++ == SIGNATURES_MAX) return false;
        found f       = { 0 };
        arena scratch = k->room;
        check(k, &p, &scratch, &f);
        put_one(k->job->out, &f.s);
        CMS_ContentInfo_free(f.message);
        ERR_clear_error();
    }
    return true;
}

static signature_refusal work(checking *k)
{
    reader r     = reader_over(k->job->bytes);
    str    roots = read_bytes(&r, read_u32le(&r));
    str    pdf   = read_bytes(&r, reader_left(&r));
    if (r.bad || roots.len > SIGNATURE_ROOTS_BYTES_MAX) return SIGNATURE_ROOT_UNREADABLE;
    if (pdf.len > SIGNATURE_PDF_BYTES_MAX) return SIGNATURE_TOO_BIG;
    signature_refusal why = roots.len ? read_roots(k, roots) : (signature_refusal)0;
    if (why || !pdf.len) return why;
    // Some programs put other bytes before the mark; readers look for it in the first kilobyte.
    if (str_find(str_slice(pdf, 0, 1024), S("%PDF-")) < 0) return SIGNATURE_NOT_PDF;
    return put_signatures(k, pdf) ? (signature_refusal)0 : SIGNATURE_TOO_MANY;
}

bool signature_prepare(void)
{
    return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_LOAD_CRYPTO_STRINGS |
                                   OPENSSL_INIT_ADD_ALL_DIGESTS,
                               NULL) == 1;
}

void parse_signatures(const signature_job *job)
{
    checking          k   = { .job = job, .room = job->room, .store = X509_STORE_new() };
    signature_refusal why = k.store ? work(&k) : SIGNATURE_TOO_BIG;
    X509_STORE_free(k.store);
    if (why) {
        refuse(&k, why);
        return;
    }
    frame_begin(job->out, SIGNATURE_FRAME_END);
    frame_u32(job->out, (uint32_t)k.root_count);
    frame_u32(job->out, (uint32_t)k.count);
    frame_end(job->out);
}
