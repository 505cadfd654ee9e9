/*
 * Does with sandboxes what the server does: makes the workspace and the limited group, starts bubblewrap with the
 * arguments the server passes, and only then adds the child to its group. What the server merely warns about, this warns
 * about too. Usage: server ID MEMORY_BYTES PIDS CPU_MILLIS ATTACH COMMAND [ARGUMENT...]; 0 stands for max. ATTACH is when
 * the child is added: `first`, `never`, or `late`: once the command has made `started` in the workspace; then `attached` is
 * there as well.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char group[512], workspace[512];

static char *format(const char *pattern, ...) {
  char *text;
  va_list values;
  va_start(values, pattern);
  if (vasprintf(&text, pattern, values) < 0) exit(99);
  va_end(values);
  return text;
}

static int is_true(const char *name) {
  const char *value = getenv(name);
  return value && (!strcmp(value, "1") || !strcasecmp(value, "true"));
}

static void put(const char *file, const char *value) {
  char *path = format("%s/%s", group, file);
  int fd = open(path, O_WRONLY);
  int failed = fd < 0 || write(fd, value, strlen(value)) < 0;
  if (failed) fprintf(stderr, "server: warning: %s: %s\n", file, strerror(errno));
  if (fd >= 0) close(fd);
}

static void report(const char *file) {
  char *path = format("%s/%s", group, file);
  FILE *stream = fopen(path, "r");
  char key[64];
  long long value;
  while (stream && fscanf(stream, "%63s %lld", key, &value) == 2) printf("server: %s %s %lld\n", file, key, value);
  if (stream) fclose(stream);
}

static const char *folders[] = {"/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc"};

static char **arguments(const char *bwrap, const char *id, char **command) {
  static char *list[256];
  int n = 0;
  const char *first[] = {bwrap, "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-uts", "--unshare-ipc",
                         "--unshare-net", "--unshare-cgroup", "--proc", "/proc"};
  for (size_t i = 0; i < sizeof first / sizeof *first; i++) list[n++] = (char *)first[i];
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
    if (access(folders[i], F_OK)) continue;
    list[n++] = "--ro-bind", list[n++] = (char *)folders[i], list[n++] = (char *)folders[i];
  }
  const char *last[] = {"--dev-bind", "/dev",   "/dev", "--bind",       workspace,     workspace,
                        "--chdir",    workspace, "--tmpfs", "/tmp",     "--setenv",    "PATH",
                        "/usr/bin:/bin", "--setenv", "BKG_SANDBOX_ID", id};
  for (size_t i = 0; i < sizeof last / sizeof *last; i++) list[n++] = (char *)last[i];
  while (*command && n < 255) list[n++] = *command++;
  return list;
}

int main(int count, char **args) {
  if (count < 7) return 99;
  const char *id = args[1], *bwrap = getenv("CAVE_BWRAP_PATH"), *root = getenv("CAVE_CGROUP_ROOT");
  int cgroups = is_true("CAVE_ENABLE_CGROUPS") || !is_true("CAVE_DISABLE_CGROUPS");

  snprintf(workspace, sizeof workspace, "%s/tests/%s", getenv("CAVE_WORKSPACE_ROOT"), id);
  char *parent = format("%s/tests", getenv("CAVE_WORKSPACE_ROOT"));
  mkdir(getenv("CAVE_WORKSPACE_ROOT"), 0755), mkdir(parent, 0755), mkdir(workspace, 0755);
  if (cgroups) {
    snprintf(group, sizeof group, "%s/%s", root ? root : "/sys/fs/cgroup/bkg", id);
    if (mkdir(group, 0755)) fprintf(stderr, "server: warning: %s: %s\n", group, strerror(errno));
    put("memory.max", atoll(args[2]) ? args[2] : "max");
    put("pids.max", atoi(args[3]) ? args[3] : "max");
    put("cpu.max", atoi(args[4]) ? format("%d 100000", atoi(args[4]) * 100) : "max 100000");
  }

  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid_t child = fork();
  if (child == 0) {
    char **list = arguments(bwrap ? bwrap : "bwrap", id, args + 6);
    execvp(list[0], list);
    fprintf(stderr, "server: %s: %s\n", list[0], strerror(errno));
    _exit(99);
  }
  const char *attach = args[5];
  while (!strcmp(attach, "late") && access(format("%s/started", workspace), F_OK)) usleep(100 * 1000);
  if (cgroups && strcmp(attach, "never")) put("cgroup.procs", format("%d", child));
  if (!strcmp(attach, "late")) close(open(format("%s/attached", workspace), O_CREAT | O_WRONLY, 0644));
  int status;
  waitpid(child, &status, 0);
  clock_gettime(CLOCK_MONOTONIC, &end);

  fflush(stdout);
  if (cgroups) report("memory.events"), report("pids.events"), report("cpu.stat");
  printf("server: wall_usec %lld\n",
         (end.tv_sec - start.tv_sec) * 1000000LL + (end.tv_nsec - start.tv_nsec) / 1000);
  /* The server removes the group when the sandbox is deleted, when its processes have long gone. */
  int left = -1;
  for (int tries = 50; cgroups && left && tries > 0; tries--) {
    left = rmdir(group);
    if (left) usleep(100 * 1000);
  }
  if (cgroups) printf("server: rmdir %s\n", left ? strerror(errno) : "ok");
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
