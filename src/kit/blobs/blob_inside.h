// blob_inside.h - what the files of kit/blobs share among themselves. Nobody else includes it.
#ifndef COLOA_KIT_BLOBS_BLOB_INSIDE_H
#define COLOA_KIT_BLOBS_BLOB_INSIDE_H

#include "kit/blobs/blob.h"

// `prefix` and 24 hex digits by chance, in `room`.
status blob_fresh_name(str prefix, char room[64], str *name) MUST_CHECK;
// Gives an open file the name of its content, beside the one it has.
status blob_link(int folder_fd, int fd, blob *out) MUST_CHECK;

#endif
