// law.h - the law packs: checked, shown, days counted; versions loaded and put into force; the crosswalk
// between the two catalogues of requirements.
//
// The packs themselves live in kit/law; levels are decided from them in modules/levels.
#ifndef COLOA_MODULES_LAW_LAW_H
#define COLOA_MODULES_LAW_LAW_H

#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/store/store.h"
#include "kit/web/web.h"

// Brings the set of packs that counts today into force in this process. At start and once a minute; cheap
// when nothing changed.
status law_roll(call *c) MUST_CHECK;

extern const command_table law_commands;
extern const web_module    law_module;
extern const sql_module    law_sql;

#endif
