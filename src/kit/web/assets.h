// assets.h - files embedded in the program (css, emblem, icons), served for ever by hashed address.
#ifndef COLOA_KIT_WEB_ASSETS_H
#define COLOA_KIT_WEB_ASSETS_H

#include "kit/base/base.h"
#include "kit/web/pages/assets.gen.h"

typedef struct asset {
    str         name;               // "app.css"
    str         hash;               // the first 16 digits of sha256
    str         path;               // "/tai-nguyen/<hash>/app.css"
    const char *type;               // media type
    const char *sha256;             // of the plain bytes, hex
    uint32_t    at, size;           // plain bytes in the block
    uint32_t    gzip_at, gzip_size; // gzip_size 0: not worth it
} asset;

const asset *asset_get(asset_id id);
const asset *asset_find(str name); // NULL when there is none
str          asset_plain(const asset *a);
str          asset_gzip(const asset *a); // empty when there is none

// Routes of the embedded files (/tai-nguyen/<hash>/<name>) and of the choice of theme and language
// (/hien-thi); registered by app.
extern const struct web_module assets_module;

extern const asset asset_table[ASSET_COUNT]; // written by tools/gen_assets.py

#endif
