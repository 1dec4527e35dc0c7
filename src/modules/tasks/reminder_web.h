// reminder_web.h - handlers of reminder_web.c for this module's route table.
#ifndef COLOA_MODULES_TASKS_REMINDER_WEB_H
#define COLOA_MODULES_TASKS_REMINDER_WEB_H

#include "kit/web/web.h"

web_handler reminders_get, feed_post, feed_end_post, mail_post, feed_get, api_feed_post,
    api_feed_delete, api_mail_put;

#endif
