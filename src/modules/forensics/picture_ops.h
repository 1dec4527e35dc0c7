// picture_ops.h - inside this module: a photograph among the evidence, drawn anew behind a seal.
#ifndef COLOA_MODULES_FORENSICS_PICTURE_OPS_H
#define COLOA_MODULES_FORENSICS_PICTURE_OPS_H

#include "modules/forensics/forensics.h"

bool item_has_picture(const forensic_item *i); // by its name
// Writes CUSTODY_VIEWED. ST_INVALID "evidence-no-picture": none is made of such a file, or it cannot be read.
status item_picture(call *c, int64_t id, str *jpeg, problem *why) MUST_CHECK;

#endif
