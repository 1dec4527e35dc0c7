// version.h - the version of all of it; meson.build and the package say the same (script/check).
#ifndef COLOA_KIT_BASE_VERSION_H
#define COLOA_KIT_BASE_VERSION_H

#define COLOA_VERSION "0.1.0"

#endif
