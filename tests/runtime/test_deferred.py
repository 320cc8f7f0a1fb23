"""A deferred module costs nothing until it is used, and then is the real one."""

from __future__ import annotations

import subprocess
import sys

import pytest

START = (
    "import sys; from bot.runtime.deferred import load_when_used; load_when_used('email.mime.text');"
    "import email.mime.text; assert 'email.mime.nonmultipart' not in sys.modules;"
)


@pytest.mark.parametrize(
    "use",
    [
        "import email.mime.text; email.mime.text.MIMEText('x')",
        "from email.mime.text import MIMEText; MIMEText('x')",
        "from email.mime import text; text.MIMEText('x')",
        "load_when_used('email.mime.text'); from email.mime.text import MIMEText",
    ],
)
def test_a_deferred_module_is_loaded_by_its_first_use(use: str) -> None:
    check = "assert 'email.mime.nonmultipart' in sys.modules; assert type(sys.modules['email.mime.text']) is type(sys)"
    subprocess.run([sys.executable, "-c", f"{START} {use}; {check}"], check=True)


def test_a_module_below_a_deferred_one_can_be_imported() -> None:
    program = (
        "import sys; from bot.runtime.deferred import load_when_used; load_when_used('concurrent.futures');"
        "import concurrent.futures.thread; assert concurrent.futures.ThreadPoolExecutor"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_module_that_is_not_installed_stays_so() -> None:
    program = (
        "from bot.runtime.deferred import load_when_used; load_when_used('email.no_such_module');"
        "import importlib.util; assert importlib.util.find_spec('email.no_such_module') is None"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_scipys_statistics_are_not_loaded_at_start() -> None:
    program = (
        "import sys; import bot.gate.gate; assert 'scipy.stats._stats_py' not in sys.modules;"
        "assert 'sklearn' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
