// present.c - see present.h.
#include "kit/web/present.h"

#include <pthread.h>
#include <string.h>

typedef struct seat {
    int64_t person_id, at_ms; // person_id 0: free
    char    thing[PRESENT_KEY_BYTES], field[PRESENT_KEY_BYTES], name[PRESENT_NAME_BYTES];
} seat;

static struct {
    pthread_mutex_t lock;
    seat            seats[PRESENT_MAX];
} house = { .lock = PTHREAD_MUTEX_INITIALIZER };

// Cut between characters, so that what is told stays UTF-8.
static void copy(char *to, size_t room, str text)
{
    size_t n = (size_t)text.len;
    if (n >= room) n = room - 1;
    while (n && n < (size_t)text.len && ((unsigned char)text.ptr[n] & 0xc0) == 0x80) n--;
    if (n) memcpy(to, text.ptr, n);
    to[n] = '\0';
}

static bool is_at(const seat *s, const char *thing)
{
    return s->person_id != 0 && strcmp(s->thing, thing) == 0;
}

void present_note(str thing, const present_person *who, int64_t now_ms)
{
    char  key[PRESENT_KEY_BYTES];
    seat *mine = &house.seats[0];
    if (who->person_id == 0) return;
    copy(key, sizeof key, thing);
    pthread_mutex_lock(&house.lock);
    for (size_t i = 0; i < PRESENT_MAX; i++) {
        seat *s = &house.seats[i];
        if (s->at_ms < mine->at_ms) mine = s;
        if (is_at(s, key) && s->person_id == who->person_id) {
            mine = s;
            break;
        }
    }
    mine->person_id = who->person_id;
    mine->at_ms     = now_ms;
    memcpy(mine->thing, key, sizeof key);
    copy(mine->field, sizeof mine->field, who->field.ptr ? who->field : S(""));
    copy(mine->name, sizeof mine->name, who->name);
    pthread_mutex_unlock(&house.lock);
}

status present_at(str thing, int64_t but_id, int64_t now_ms, arena *a, present_person **out,
                  size_t *count)
{
    char   key[PRESENT_KEY_BYTES];
    bool   whole = true;
    size_t n     = 0;
    *out         = NEW(a, present_person, PRESENT_TOLD_MAX);
    if (!*out) return ST_MEMORY;
    copy(key, sizeof key, thing);
    pthread_mutex_lock(&house.lock);
    for (size_t i = 0; i < PRESENT_MAX && n < PRESENT_TOLD_MAX; i++) {
        const seat *s = &house.seats[i];
        if (!is_at(s, key) || s->person_id == but_id || s->at_ms + PRESENT_MS < now_ms) continue;
        present_person *p = &(*out)[n++];
        p->person_id      = s->person_id;
        whole             = whole && arena_copy(a, str_from(s->name), &p->name) == ST_OK &&
                arena_copy(a, str_from(s->field), &p->field) == ST_OK;
    }
    pthread_mutex_unlock(&house.lock);
    *count = n;
    return whole ? ST_OK : ST_MEMORY;
}
