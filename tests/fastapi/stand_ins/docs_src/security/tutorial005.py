"""What FastAPI's tests import as the tutorial's program, which is the running demo."""

app = None


def verify_password(_plain, _hashed):
    """Replaced by the tests, and not called."""
