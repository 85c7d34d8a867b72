"""What FastAPI's tests import as its test client: one that calls the running demo."""

import os

import httpx


def TestClient(_app):
    return httpx.Client(base_url=os.environ["DEMO_URL"], follow_redirects=True)
