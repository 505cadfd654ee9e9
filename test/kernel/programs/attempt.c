/*
 * Tries system calls, each in a process of its own, and prints what came of it: `NAME ok RESULT`,
 * `NAME ERRNO-NAME` or `NAME signal N`. Usage: attempt NAME=NUMBER:ARGUMENT,ARGUMENT... where an argument is a number, `@` for the address of
 * 4096 zero bytes, `@text` for that of a text, or `pid`, `parent` for process ids; `NAME=int80:NUMBER:...` calls as a 32-bit
 * program does. Never as root, where an attempt could succeed and change the machine.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char zeros[4096];

static long value_of(char *text) {
  if (text[0] == '@') return (long)(text[1] ? text + 1 : zeros);
  if (!strcmp(text, "pid")) return getpid();
  if (!strcmp(text, "parent")) return getppid();
  return (long)strtoull(text, NULL, 0);
}

static long int80(long number) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(0L), "c"(0L), "d"(0L) : "memory", "r8", "r9", "r10", "r11");
  return (int)result;
}

static void attempt(const char *name, char *call) {
  long arguments[6] = {0};
  int old = !strncmp(call, "int80:", 6);
  if (old) call += 6;
  char *rest = strchr(call, ':');
  if (rest) *rest++ = 0;
  for (int i = 0; i < 6 && rest; i++) arguments[i] = value_of(strsep(&rest, ","));
  long number = strtol(call, NULL, 0), result;
  pid_t self = getpid();
  if (old) {
    result = int80(number);
    if (result < 0) errno = -result, result = -1;
  } else {
    result = syscall(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
  }
  if (getpid() != self) _exit(0); /* the child of a clone that worked */
  if (result == -1)
    printf("%s %s\n", name, strerrorname_np(errno));
  else
    printf("%s ok %ld\n", name, result);
}

int main(int count, char **args) {
  if (geteuid() == 0) return fprintf(stderr, "attempt: not as root\n"), 99;
  for (int i = 1; i < count; i++) {
    char *call = strchr(args[i], '=');
    if (!call) return 99;
    *call++ = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      alarm(10);
      attempt(args[i], call);
      fflush(stdout);
      _exit(0);
    }
    int status;
    if (waitpid(child, &status, 0) == child && WIFSIGNALED(status)) printf("%s signal %d\n", args[i], WTERMSIG(status));
  }
  return 0;
}
