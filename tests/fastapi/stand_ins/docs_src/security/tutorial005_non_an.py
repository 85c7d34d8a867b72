"""The same without `Annotated`."""

from docs_src.security.tutorial005 import app, verify_password

__all__ = ["app", "verify_password"]
