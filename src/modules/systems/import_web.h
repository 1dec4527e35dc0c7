// import_web.h - handlers of imports; their routes stand in systems_web.c with the register's.
#ifndef COLOA_MODULES_SYSTEMS_IMPORT_WEB_H
#define COLOA_MODULES_SYSTEMS_IMPORT_WEB_H

#include "kit/web/web.h"

#define IMPORT_XLSX_TYPE S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

// Sends fd (which is then the answer's) as a download.
status import_send_file(http_response *rs, int fd, int64_t size, str type, str filename) MUST_CHECK;

web_handler import_new_get, import_new_post, import_template_get, import_get, import_post,
    import_noted_get, import_undo_post, import_api_post, import_api_get, import_api_undo;

extern const web_field import_api_answer[], import_undo_answer[];

#endif
