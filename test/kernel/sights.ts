import { attempt } from './support/attempts';
import { shell } from './support/sandboxes';

/** Something that a command in a sandbox looks at, and what it may find. */
export interface Sight {
  readonly name: string;
  readonly step: string;
  /** What happens in the server's container before. */
  readonly outside?: string;
  /** The command. */
  readonly inside: string;
  /** The whole of what the command prints. */
  readonly says: RegExp;
}

const python = (script: string) => `python3 -c '${script.replaceAll("'", `'\\''`)}'`;
const listen = `python3 -c '
import socket, time
tcp = socket.create_server(("127.0.0.1", 8080))
abstract = socket.socket(socket.AF_UNIX)
abstract.bind("\\0server")
abstract.listen()
open("/tmp/listening", "w")
time.sleep(600)' &
until [ -e /tmp/listening ]; do sleep 0.1; done`;

export const sights: readonly Sight[] = [
  { name: 'nobody as its user', step: 'user', inside: 'id', says: /^uid=65534\S* gid=65534\S* groups=65534\S*$/ },
  {
    name: 'no variable of the server',
    step: 'environment',
    inside: shell('env | sort'),
    says: /^BKG_SANDBOX_ID=environment\nPATH=\/usr\/bin:\/bin\nPWD=\/var\/lib\/cave\/workspaces\/tests\/environment$/,
  },
  {
    name: 'no capability, not even to be had',
    step: 'capabilities',
    inside: shell(
      `./attempt ${[...Array(41).keys()].map((n) => attempt(`c${n}`, 'prctl', 23, n)).join(' ')} | grep -v "ok 0"; ./attempt ${attempt('new', 'prctl', 39)}`,
    ),
    says: /^new ok 1$/,
  },
  {
    name: 'no /proc',
    step: 'proc',
    inside: shell('ls /proc 2>&1; cat /proc/1/environ 2>&1'),
    says: /^(.*No such file or directory\n?){2}$/,
  },
  { name: 'no /sys', step: 'sys', inside: shell('ls /sys/fs/cgroup 2>&1'), says: /No such file or directory$/ },
  {
    name: 'only harmless devices',
    step: 'devices',
    inside: shell('ls /dev | xargs'),
    says: /^core fd full null ptmx pts random shm stderr stdin stdout tty urandom zero$/,
  },
  {
    name: 'nothing of the pod but programs and settings',
    step: 'folders',
    inside: shell(
      'ls -A / | xargs; ls -A /run /var /var/tmp /tmp | xargs; ls -A /opt /app /home /root 2>&1 | grep -cv "No such file"',
    ),
    says: /^bin dev etc lib lib64 sbin tmp usr var run\n|^bin dev etc lib lib64 run sbin tmp usr var\n/,
  },
  ...['/run', '/var/tmp'].map((folder) => ({
    name: `an empty ${folder} of its own, which it can write`,
    step: `own${folder.replaceAll('/', '-')}`,
    inside: shell(`ls -A ${folder} && echo a >${folder}/file && cat ${folder}/file`),
    says: /^a$/,
  })),
  {
    name: 'neither the audit log, nor the scripts, nor a token',
    step: 'secrets',
    outside: 'echo line >/var/log/cave/audit.jsonl',
    inside: shell(
      'cat /var/log/cave/audit.jsonl /opt/bkg/bubblewrap.sh /var/run/secrets/kubernetes.io/serviceaccount/token 2>&1',
    ),
    says: /^(cat: \S+: No such file or directory\n?){3}$/,
  },
  {
    name: 'no other sandbox',
    step: 'others',
    outside:
      'mkdir -p "$CAVE_WORKSPACE_ROOT/tests/neighbour"; echo private >"$CAVE_WORKSPACE_ROOT/tests/neighbour/file"',
    inside: shell('ls ..; cat ../neighbour/file 2>&1'),
    says: /^others\ncat: \S+: No such file or directory$/,
  },
  {
    name: 'no process outside',
    step: 'processes',
    outside: 'sleep 600 &\n: $!',
    inside: shell('n=0; for p in $(seq 1 999); do kill -0 $p 2>/dev/null && n=$((n + 1)); done; echo $n'),
    says: /^2$/,
  },
  {
    name: 'no network but its own loopback',
    step: 'network',
    inside: python('import socket; print([name for _, name in socket.if_nameindex()])'),
    says: /^\['lo'\]$/,
  },
  {
    name: "neither the server's port nor its abstract socket",
    step: 'ports',
    outside: listen,
    inside: python(
      'import socket\nfor family, address in ((2, ("127.0.0.1", 8080)), (2, ("10.0.0.1", 53)), (1, "\\0server")):\n print(socket.socket(family).connect_ex(address))',
    ),
    // ECONNREFUSED, ENETUNREACH, ECONNREFUSED
    says: /^111\n101\n111$/,
  },
  {
    name: 'no shared memory of the pod',
    step: 'memory',
    outside: 'echo private >/dev/shm/server',
    inside: shell('ls -A /dev/shm'),
    says: /^$/,
  },
  {
    name: 'no descriptor that the server left open',
    step: 'descriptors',
    outside: 'exec 3</etc/hostname 4</etc/hostname 8</etc/hostname 9</etc/hostname',
    inside: `./attempt ${[3, 4, 5, 6, 7, 8, 9, 10, 11].map((fd) => attempt(`fd${fd}`, 'fcntl', fd, 1)).join(' ')}`,
    says: /^(fd\d+ EBADF\n?){9}$/,
  },
  {
    name: 'programs and settings that it cannot change',
    step: 'read-only',
    inside: shell('for f in /usr/bin/x /etc/passwd /lib/x; do touch $f 2>&1 | sed "s/.*: //"; done'),
    says: /^Read-only file system\nPermission denied\nRead-only file system$/,
  },
  {
    name: 'a workspace and a /tmp that it can write',
    step: 'writable',
    inside: shell('echo a >file && echo b >/tmp/file && cat file /tmp/file'),
    says: /^a\nb$/,
  },
  {
    name: 'programs marked set-user-id as ordinary ones',
    step: 'set-user-id',
    inside: shell(
      'cp /usr/bin/id . && chmod 4755 id && ./id -u; find /usr/bin/mount -perm -4000; mount -t tmpfs x /tmp 2>&1 | grep -c -i "permission\\|superuser"',
    ),
    says: /^65534\n\/usr\/bin\/mount\n1$/,
  },
  {
    name: 'Python threads and subprocesses at work',
    step: 'python',
    inside: python(
      'import subprocess, threading\nt = threading.Thread(target=lambda: print("thread")); t.start(); t.join()\nprint(subprocess.run(["echo", "child"], capture_output=True, text=True).stdout)',
    ),
    says: /^thread\nchild$/,
  },
];
