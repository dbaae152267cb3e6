/* What of a file has reached the disk, for tests of a power cut: preloaded into a process that writes.

   Whenever a file in the folder POWER_CUT_FOLDER is synced, a copy of it as it is then is put beside it, its
   name with .synced after it: all that is sure to be there after a power cut.  While the folder holds a file
   named "broken", no sync succeeds. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int copied(int from, const char *path)
{
    char waiting[PATH_MAX + 64], there[PATH_MAX + 64], buffer[65536];
    off_t place = 0;
    ssize_t count;
    snprintf(there, sizeof there, "%s.synced", path);
    snprintf(waiting, sizeof waiting, "%s.syncing-%d", path, (int)getpid());
    int to = open(waiting, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (to < 0)
        return -1;
    while ((count = pread(from, buffer, sizeof buffer, place)) > 0) {
        if (write(to, buffer, (size_t)count) != count)
            break;
        place += count;
    }
    close(to);
    return count == 0 ? rename(waiting, there) : -1;
}

static int synced(int file)
{
    const char *folder = getenv("POWER_CUT_FOLDER");
    char link[64], path[PATH_MAX], broken[PATH_MAX];
    if (folder == NULL)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder)) != 0 || path[strlen(folder)] != '/')
        return 0;
    snprintf(broken, sizeof broken, "%s/broken", folder);
    if (access(broken, F_OK) == 0) {
        errno = EIO;
        return -1;
    }
    return copied(file, path);
}

/* Nothing of the test is to wait for the disk: what is synced is what was copied. */
int fsync(int file)
{
    return synced(file);
}

int fdatasync(int file)
{
    return synced(file);
}
