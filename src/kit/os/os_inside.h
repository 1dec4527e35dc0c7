// os_inside.h - shared by the files of kit/os only.
#ifndef COLOA_KIT_OS_OS_INSIDE_H
#define COLOA_KIT_OS_OS_INSIDE_H

#include "kit/os/os.h"

status os_status_of(int error) MUST_CHECK;                  // an errno as a status
status os_path(str path, char out[OS_PATH_MAX]) MUST_CHECK; // NUL-terminated, or ST_INVALID

#endif
