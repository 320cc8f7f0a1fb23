"""What must happen before the first `import rasa` in a process: compatibility, placeholders, silence."""

from __future__ import annotations

import logging
import os
import sys
import warnings

from bot.runtime import placeholders
from bot.runtime.deferred import load_when_used

_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SANIC_HOST": "127.0.0.1",  # rasa-sdk's own action server would otherwise listen on every address
    "MPLBACKEND": "Agg",
    "OPENBLAS_NUM_THREADS": "1",  # a message needs small products, for which threads cost more than they give
    "LOG_LEVEL": "ERROR",  # also turns off the progress bars of Rasa's policies
}


def prepare_rasa() -> None:
    """Make `import rasa` work on this Python, small and silent; call it before anything that imports Rasa.

    Safe to call again. Rasa 3.6.21 was written for Python 3.10, numpy 1 and TensorFlow 2; each step below answers one
    way in which importing it fails or makes noise today (docs/decisions/0001-rasa-without-tensorflow.md).
    """
    os.environ.update(_ENVIRONMENT)
    if sys.version_info >= (3, 12):
        import setuptools  # noqa: F401  # brings back distutils, which packaging 20.9 imports

    import numpy

    if not hasattr(numpy, "VisibleDeprecationWarning"):  # numpy 2 moved it
        numpy.VisibleDeprecationWarning = numpy.exceptions.VisibleDeprecationWarning  # type: ignore[attr-defined]
    placeholders.install()
    load_when_used("scipy.stats")  # scikit-learn imports it for nothing that we use; it takes most of a second

    import sanic.app  # noqa: F401  # turns DeprecationWarning back on, so it goes before our filters

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=PendingDeprecationWarning)
    warnings.filterwarnings("ignore", category=FutureWarning)
    warnings.filterwarnings("ignore", category=UserWarning, module=r"(rasa|sanic|pykwalify|pkg_resources)")
    silence_logs()


def silence_logs(level: int = logging.CRITICAL) -> None:
    """Set Rasa's and its helpers' log level, and send logs to standard error.

    Rasa logs what people wrote, even with its errors (a failing data base prints its parameters), so it is silent.
    """
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(level)
    for handler in logging.root.handlers:
        if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stdout:
            handler.setStream(sys.stderr)
    logging.root.setLevel(logging.ERROR)
    for name in ("rasa", "rasa_sdk", "sanic", "apscheduler", "matplotlib", "asyncio", "pykwalify"):
        logging.getLogger(name).setLevel(level)
