"""Reads a bucket with versions. No image has both an S3 client and what signatures need, and this needs no package."""

import configparser
import datetime
import hashlib
import hmac
import http.client
import time
import urllib.parse
import xml.etree.ElementTree

EMPTY = hashlib.sha256(b"").hexdigest()


class Bucket:
    """A bucket of `endpoint`, addressed by path; `credentials` is a file of the AWS command line."""

    def __init__(self, endpoint, bucket, region, credentials):
        self.url = urllib.parse.urlsplit(endpoint)
        self.bucket, self.region, self.connection = bucket, region, None
        profile = configparser.RawConfigParser()
        profile.read(credentials)
        self.id = profile["default"]["aws_access_key_id"]
        self.secret = profile["default"]["aws_secret_access_key"]

    def versions(self, after):
        """Every version and delete marker of the keys that follow `after`, oldest first: (key, id, is a marker)."""
        found, marker = [], {"key-marker": after}
        while marker:
            page = xml.etree.ElementTree.fromstring(self.get("", {"versions": "", **marker}))
            name = page.tag.removesuffix("ListVersionsResult")
            for item in page:
                kind = item.tag.removeprefix(name)
                if kind in ("Version", "DeleteMarker"):
                    latest, *entry = (item.findtext(name + field) for field in ("IsLatest", "Key", "VersionId"))
                    found.append((latest == "true", (*entry, kind == "DeleteMarker")))
            more = page.findtext(name + "IsTruncated") == "true"
            marker = more and {
                "key-marker": page.findtext(name + "NextKeyMarker"),
                "version-id-marker": page.findtext(name + "NextVersionIdMarker"),
            }
        # A listing has the newest version of a key first, but versitygw lists delete markers apart, and as time of a
        # version that is not the latest any more it gives that of the newer one.
        return [entry for _, entry in sorted(reversed(found), key=lambda one: one[0])]

    def read(self, key, version):
        """The content of one version."""
        return self.get(key, {"versionId": version})

    def get(self, key, query):
        """Asks once more after a while: a provider may be away for a moment, and closes connections that idle."""
        for wait in (1, 5, 0):
            try:
                status, body = self.ask(key, query)
            except (OSError, http.client.HTTPException) as error:
                status, body, self.connection = 0, str(error).encode(), None
            if status == 200:
                return body
            if 400 <= status < 500 or wait == 0:
                break
            time.sleep(wait)
        raise SystemExit(f"{self.url.netloc} answers {status} for {key or 'the list'}: {body[:300].decode(errors='replace')}")

    def ask(self, key, query):
        if self.connection is None:
            kind = http.client.HTTPSConnection if self.url.scheme == "https" else http.client.HTTPConnection
            self.connection = kind(self.url.netloc, timeout=60)
        path = urllib.parse.quote(f"/{self.bucket}/{key}" if key else f"/{self.bucket}")
        pairs = urllib.parse.urlencode(sorted(query.items()), quote_via=urllib.parse.quote, safe="-_.~")
        self.connection.request("GET", f"{path}?{pairs}", headers=self.signed(path, pairs))
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def signed(self, path, pairs):
        """Signature version 4 (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html)."""
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        headers = {"host": self.url.netloc, "x-amz-content-sha256": EMPTY, "x-amz-date": now}
        names = ";".join(headers)
        lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
        request = "\n".join(["GET", path, pairs, lines, names, EMPTY])
        scope = f"{now[:8]}/{self.region}/s3/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(request.encode()).hexdigest()])
        key = f"AWS4{self.secret}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        authorization = f"AWS4-HMAC-SHA256 Credential={self.id}/{scope}, SignedHeaders={names}, Signature={signature}"
        return {**headers, "authorization": authorization}
