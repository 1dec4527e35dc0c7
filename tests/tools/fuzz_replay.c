// fuzz_replay.c - the main() of a fuzzer in the test builds: runs it over its corpus and the crashes that were kept, so that
// what was once found is looked at by every test, under every compiler and sanitizer.
//
// usage: NAME_fuzz TESTDATA [FILE…]   TESTDATA holds corpus-NAME/ and crashes/ (NAME_fuzz-…)
#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kit/base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Each input has just the memory it needs, so that a byte read too far is seen.
static int run(int folder, const char *path)
{
    struct stat st;
    int         fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        perror(path);
        exit(2);
    }
    size_t   size = (size_t)st.st_size;
    uint8_t *data = malloc(size ? size : 1);
    assert(data && read(fd, data, size) == (ssize_t)size);
    close(fd);
    printf("%s\n", path); // the last one told is the one that failed
    fflush(stdout);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 1;
}

// Of the files whose names begin so. A folder that is not there has none.
static int folder(int beside, const char *name, const char *begin)
{
    int  count = 0, fd = openat(beside, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *open = fd < 0 ? NULL : fdopendir(fd);
    if (!open) return 0;
    for (struct dirent *e; (e = readdir(open)) != NULL;)
        if (e->d_name[0] != '.' && strncmp(e->d_name, begin, strlen(begin)) == 0)
            count += run(fd, e->d_name);
    closedir(open);
    return count;
}

int main(int argc, char **argv)
{
    char        corpus[256];
    const char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
    size_t      bare = strlen(name) - strlen("_fuzz");
    int         at   = argc > 1 ? open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (at < 0 || strlen(name) > sizeof corpus / 2 || strcmp(name + bare, "_fuzz") != 0) {
        fprintf(stderr, "usage: NAME_fuzz TESTDATA [FILE...]\n");
        return 2;
    }
    (void)snprintf(corpus, sizeof corpus, "corpus-%.*s", (int)bare, name);
    int count = folder(at, corpus, "") + folder(at, "crashes", name);
    for (int i = 2; i < argc; i++) count += run(AT_FDCWD, argv[i]);
    printf("%d inputs\n", count);
    return count ? 0 : 1; // a fuzzer without a corpus shows nothing
}
