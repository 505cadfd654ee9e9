"""Verifies the shipped audit log: that it is complete, that nobody has changed it, and that each line's signature is that
of the key of its time. Each thing that is not so is one line."""

import base64
import binascii
import datetime
import hashlib
import hmac
import io
import json
import os
import re
import sys

from s3 import Bucket

# Lines are written in the order of their times, but for those of moments in which several are written at once.
DISORDER = datetime.timedelta(minutes=1)
# The server takes a new key at its start; about that moment either key may have signed.
OVERLAP = datetime.timedelta(hours=1)
SIGNED = re.compile(rb'(\{.*),"signature":"([A-Za-z0-9+/]+)"\}')
FIELDS = ("file", "lines", "sha256", "after", "previous")
NAME = re.compile(r"audit-(\d{8}T\d{6}Z)\.jsonl")

problems = []


def problem(text):
    problems.append(text)
    print(text, file=sys.stderr)


def moment(text):
    time = datetime.datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)


class Keys:
    """Keys in the order of their use: `key-1` until the first of the moments, and so on; the last one is in use."""

    def __init__(self, folder, replaced):
        self.until = [moment(text) for text in replaced]
        if self.until != sorted(self.until):
            raise SystemExit("replacedKeys are not in the order of time, so no key has its own")
        names = [f"key-{number + 1}" for number in range(len(replaced))] + ["key"]
        self.keys = []
        for name in names:
            with open(f"{folder}/{name}", "rb") as file:
                try:
                    self.keys.append(base64.b64decode(file.read().strip(), validate=True))
                except binascii.Error:
                    raise SystemExit(f"the value of {name} in the store is not padded base64")

    def judge(self, payload, signature, time):
        """What is wrong with a signature, if anything."""
        # Base64 that decodes to the same bytes in two ways is not the same signature.
        signers = [
            number
            for number, key in enumerate(self.keys)
            if base64.b64encode(hmac.digest(key, payload, "sha256")).rstrip(b"=") == signature
        ]
        if not signers:
            return "is not signed by any key: it was changed, or a key is missing"
        for number in signers:
            begins = self.until[number - 1] - OVERLAP if number > 0 else time
            ends = self.until[number] + OVERLAP if number < len(self.until) else time
            if begins <= time <= ends:
                return None
        return "is signed by a key of another time"


def verify_lines(name, content, keys, last):
    """Judges the lines of a file; `last` is the time of the line before it. Gives the last time and how many there are."""
    number = 0
    for number, line in enumerate(io.BytesIO(content), 1):
        where = f"{name}:{number}: the line"
        if not line.endswith(b"\n"):
            problem(f"{name}: ends within a line")
        parts = SIGNED.fullmatch(line.removesuffix(b"\n"))
        try:
            payload, signature = parts[1] + b"}", parts[2]
            time = moment(json.loads(payload)["timestamp"])
        except (TypeError, ValueError, KeyError):
            problem(f"{where} is not an event with a signature at its end")
            continue
        wrong = keys.judge(payload, signature, time)
        if wrong:
            problem(f"{where} {wrong}")
        if last and time < last - DISORDER:
            problem(f"{where} is older than one before it")
        last = max(last or time, time)
    return last, number


class Log:
    """What the bucket has of the log since a moment."""

    def __init__(self, bucket, since):
        self.bucket = bucket
        # Key → its versions, oldest first. Nobody can remove one as long as object lock holds it.
        self.versions = {}
        for key, version, marker in bucket.versions(f"audit-{since}"):
            if NAME.fullmatch(key.removesuffix(".manifest")):
                self.versions.setdefault(key, []).append(None if marker else version)
        # Hash → name and content of every manifest there has ever been.
        self.manifests = {}
        self.read = {}
        for key in self.versions:
            if key.endswith(".manifest"):
                self.read[key] = self.contents(key)
                for content in self.read[key]:
                    self.add(key, content)

    def add(self, key, content):
        try:
            if content is not None:
                manifest = json.loads(content)
                self.manifests[hashlib.sha256(content).hexdigest()] = {name: str(manifest[name]) for name in FIELDS}
        except (TypeError, ValueError, KeyError):
            problem(f"{key}: something that is not a manifest was put there")

    def contents(self, key):
        if key in self.read:
            return self.read[key]
        return [version and self.bucket.read(key, version) for version in self.versions.get(key, [])]

    def named(self, key, digest, lines):
        """The version with that hash, or else the newest one, so that its lines tell what was done to it. What was put over
        the right one is somebody's doing; what was before it, a try that failed."""
        contents = self.contents(key)
        hashes = [None if content is None else hashlib.sha256(content).hexdigest() for content in contents]
        if digest not in hashes:
            problem(f"{key}: {'is not what was shipped' if any(hashes) else 'is missing'}; it had {lines} lines")
            return next((content for content in reversed(contents) if content is not None), None)
        for other in hashes[hashes.index(digest) + 1 :]:
            if other != digest:
                problem(f"{key}: {'was deleted' if other is None else 'something else was put over it'}; a version is left")
        return contents[hashes.index(digest)]

    def back_from(self, head):
        """The manifests of a chain, from its end to the oldest that is here, with their hashes; None for a gap."""
        while True:
            manifest = self.manifests.get(head)
            yield head, manifest
            if not manifest or manifest["previous"] == "none":
                return
            head = manifest["previous"]

    def forward_from(self, head):
        """The end of the chain, which the shipper may have continued since it was asked for."""
        while True:
            following = [digest for digest, manifest in self.manifests.items() if manifest["previous"] == head]
            if len(following) > 1:
                problem(f"{len(following)} files claim to follow the same one: {names(self, following)}")
            if len(following) != 1:
                return head
            head = following[0]


def names(log, digests):
    return ", ".join(sorted(log.manifests[digest]["file"] for digest in digests))


def chain_of(log, head, since, expected):
    """The manifests up to an end, oldest first."""
    chain = []
    for digest, manifest in log.back_from(head):
        if manifest:
            chain.append((digest, manifest))
        elif not chain:
            problem(f"the log ends with {expected}, and the bucket has no such manifest: its last files are missing")
        # Before the first day that is looked at there is nothing to see; runs of that time have.
        elif chain[-1][1]["after"] >= f"audit-{since}":
            problem(f"{chain[-1][1]['after']}: its manifest is missing, {chain[-1][1]['file']} follows it")
    return chain[::-1]


def last_manifest(folder):
    """The hash and the name of the last file that the shipper knows of."""
    try:
        with open(f"{folder}/last.manifest", "rb") as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return hashlib.sha256(content).hexdigest(), json.loads(content)["file"]


def main(env):
    # Before the bucket, so that what is shipped meanwhile is more and not less.
    last = last_manifest(env["LOG_FOLDER"])
    now = datetime.datetime.now(datetime.timezone.utc)
    since = (now - datetime.timedelta(days=int(env["DAYS"]))).strftime("%Y%m%dT%H%M%SZ")
    if last:
        since = min(since, NAME.fullmatch(last[1])[1])
    bucket = Bucket(env["AWS_ENDPOINT_URL"], env["BUCKET"], env["AWS_DEFAULT_REGION"], env["AWS_SHARED_CREDENTIALS_FILE"])
    keys = Keys(env["KEYS"], env.get("REPLACED", "").split())
    log = Log(bucket, since)
    ends = [(digest, digest) for digest in env.get("EARLIER_ENDS", "").split() if digest in log.manifests]
    if last:
        ends.append((log.forward_from(last[0]), last[1]))
    elif log.versions:
        problem("the volume of the log does not say with which file it ends: last.manifest was removed from it")
    chain = [link for head, name in ends for link in chain_of(log, head, since, name)]
    others = set(log.manifests) - {digest for digest, _ in chain}
    overwritten = {digest for digest in others if log.manifests[digest]["file"] in {link["file"] for _, link in chain}}
    if others - overwritten:
        problem(f"not in the chain: {names(log, others - overwritten)}")

    time, lines = None, 0
    for digest, manifest in chain:
        file = manifest["file"]
        log.named(f"{file}.manifest", digest, 1)
        content = log.named(file, manifest["sha256"], manifest["lines"])
        if content is not None:
            time, count = verify_lines(file, content, keys, time)
            lines += count
    verify_unchained(log, keys, [manifest["file"] for _, manifest in chain])
    if problems:
        sys.exit(f"{len(problems)} problems in {len(chain)} files with {lines} lines")
    end = f"; it ends with {chain[-1][0]}" if chain else ""
    print(f"{len(chain)} files with {lines} lines since {since} are complete and signed{end}")


def verify_unchained(log, keys, chained):
    """Files without a manifest: older than the first one, they have signatures and nothing else; the newest may be under way."""
    loose = sorted(key for key in log.versions if not key.endswith(".manifest") and key not in chained)
    for key in loose:
        if chained and chained[0] < key < chained[-1]:
            problem(f"{key}: no manifest names it")
        for content in log.contents(key):
            if content is None:
                problem(f"{key}: was deleted")
            elif not chained or key < chained[0]:
                verify_lines(key, content, keys, None)
    if loose:
        print(f"{len(loose)} files have no manifest: of these only signatures can be verified")


main(os.environ)
