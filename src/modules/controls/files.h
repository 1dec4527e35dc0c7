// files.h - what comes in files: answers and official wording, and what was wrong in them.
#ifndef COLOA_MODULES_CONTROLS_FILES_H
#define COLOA_MODULES_CONTROLS_FILES_H

#include "kit/base/base.h"

enum {
    WORDING_CHARACTERS_MAX = 4000,
    WORDING_FAULTS_MAX     = 100, // told of one file
};

// A file that came, from its start. parser: empty: coloa-parse beside our own binary.
typedef struct control_file {
    int fd;
    str parser;
} control_file;

typedef struct wording_fault {
    int64_t row;    // as in the file
    str     column; // "B7"
    str     value;  // cut
    problem why;    // rule and detail
} wording_fault;

typedef struct wording_report {
    size_t        rows, loaded, fault_count, faults_all; // faults_all: also those that are not kept
    wording_fault faults[WORDING_FAULTS_MAX];
} wording_report;

typedef struct wording_held {
    str     catalogue, person;
    int64_t count, at_ms;
} wording_held;

typedef struct wording {
    str control, text, body;
} wording;
typedef struct wording_list {
    wording *items; // by control
    size_t   count;
} wording_list;
const wording *wording_find(const wording_list *k, str control); // NULL when there is none

enum { CONTROL_FILE_FAULTS_MAX = 200 }; // told of one file

typedef struct control_file_fault {
    int64_t row;          // as in the file, from 1; 0: the file
    str     cell, column; // "D17"; the heading it stands under
    str     control;      // whose row; may be empty
    problem why;
} control_file_fault;

typedef struct control_file_report {
    size_t             rows, saved, same, refused, conflicts; // rows of the sheet that were met
    control_file_fault faults[CONTROL_FILE_FAULTS_MAX];
    size_t             fault_count, faults_all;
} control_file_report;

#endif
