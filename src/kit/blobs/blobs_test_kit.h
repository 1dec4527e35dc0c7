// blobs_test_kit.h - a folder of the test's own to keep blobs in.
#ifndef COLOA_KIT_BLOBS_TEST_KIT_H
#define COLOA_KIT_BLOBS_TEST_KIT_H

extern int blobs_folder; // open between the two below

int make_folder(void **state); // set-up and teardown of cmocka
int drop_folder(void **state);

#endif
