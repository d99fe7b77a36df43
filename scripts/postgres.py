#!/usr/bin/env python
"""Run a command against a PostgreSQL cluster made for it alone: scripts/postgres.py COMMAND [ARGUMENT ...].

DATABASE_URL is set for the command. The cluster lives in a temporary folder, listens on a socket in it and nowhere
else, and is stopped and removed whatever happens. The command's exit status is returned.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# Nothing in a throw-away cluster has to survive a crash.
FAST = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
    "shared_buffers=256MB", "autovacuum=off", "jit=off", "listen_addresses=", "max_connections=60",
)  # fmt: skip


def find_bin() -> Path | None:
    """The folder of initdb and pg_ctl: the newest of Debian's, else the one on PATH; None without PostgreSQL."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda initdb: int(initdb.parts[-3]), reverse=True
    )
    found = debian[0] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def owner() -> pwd.struct_passwd:
    """The account that runs the server: PostgreSQL refuses root, so root lends it to postgres or nobody."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and give the URL of its database; stop and remove it at the end."""
    bin_dir = find_bin()
    if bin_dir is None:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
    root = os.geteuid() == 0
    account = owner()

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(bin_dir / program), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd=folder,
            user=account.pw_uid if root else None,
            group=account.pw_gid if root else None,
            extra_groups=[] if root else None,
        )
        if done.returncode:
            raise SystemExit(f"{program} failed:\n{done.stdout}")

    with tempfile.TemporaryDirectory(prefix="gusu-pg-") as folder:
        if root:
            os.chown(folder, account.pw_uid, account.pw_gid)
        data, log = f"{folder}/data", f"{folder}/log"
        run(
            "initdb",
            "--pgdata",
            data,
            "--username",
            "gusu",
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--no-sync",
        )
        options = " ".join(f"-c {option}" for option in (*FAST, f"unix_socket_directories={folder}"))
        run("pg_ctl", "--pgdata", data, "--log", log, "--options", options, "--wait", "start")
        try:
            yield f"postgresql://gusu@{quote(folder, safe='')}/postgres"
        finally:
            run("pg_ctl", "--pgdata", data, "--mode", "immediate", "--wait", "stop")


def main() -> int:
    """Run the command that the arguments name; 2 when none is given."""
    if len(sys.argv) < 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    # Ctrl-C reaches the command too; this program waits for it and then cleans up.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
