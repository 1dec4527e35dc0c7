// home.h - where the program keeps its blobs: the folder "blobs" of the data folder, one for all modules; and what is
// said when the disk does not do its part.
#ifndef COLOA_KIT_BLOBS_HOME_H
#define COLOA_KIT_BLOBS_HOME_H

#include "kit/blobs/blob.h"

// App, and tests: once the data folder is open. -1: it was closed.
void blobs_lend(int data_fd);

status blobs_folder(int *fd)
    MUST_CHECK; // made where it is missing; to be closed. ST_BROKEN: nothing was lent
// ST_LIMIT "disk-full" unless `bytes` fit and some room is left for the database.
status blobs_room(int64_t bytes, problem *why) MUST_CHECK;
// Words what the disk did: ST_LIMIT "disk-full" or ST_BROKEN "evidence-disk".
status blobs_failed(problem *why) MUST_CHECK;
// Opens one for reading. ST_MISSING "evidence-gone"; else as blobs_failed.
status blobs_content(str sha256, int *fd, problem *why) MUST_CHECK;

#endif
