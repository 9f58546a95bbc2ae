"""The house's own settings, in a home that is thrown away; on PostgreSQL when `tests.postgres` says where it is."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if _worker:
    os.environ["RUAMMUE_HOME"] = str(Path(os.environ["RUAMMUE_HOME"], _worker))  # one home a process
else:
    os.environ["RUAMMUE_HOME"] = tempfile.mkdtemp(prefix="ruammue-test-")
    atexit.register(shutil.rmtree, os.environ["RUAMMUE_HOME"], ignore_errors=True)
os.environ.setdefault("RUAMMUE_SECRET_KEY", "only for tests")
os.environ.setdefault("RUAMMUE_SHARED_CACHE", "false")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in the thread of the tests
if os.environ.get("RUAMMUE_TEST_DB") == "postgresql":
    os.environ["RUAMMUE_DATABASE_URL"] = os.environ["RUAMMUE_TEST_POSTGRES"]

from ruammue.foundation.catalogues import ensure_compiled  # noqa: E402

ensure_compiled()  # before Django reads them

from ruammue.web.settings import *  # noqa: E402, F403
from ruammue.web.settings import DATABASES, HOME, STATIC_ROOT, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as it is served: threads in a memory database meet locks that the file does not have.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
else:
    # Two processes test on two cores, with fsync: what takes a second when served may take many here.
    _options = DATABASES["default"]["OPTIONS"]
    _options["options"] = "-c statement_timeout=60000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=60000"
    DATABASES["default"]["TEST"] = {"NAME": f"test_ruammue{_worker and '_'}{_worker}"}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
