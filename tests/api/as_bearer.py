"""Rewrites OAuth2 schemes of an OpenAPI document, from stdin to stdout, as bearer schemes.

That is how their tokens are sent. schemathesis looks for ignored authentication only where a scheme says how
credentials are sent, which `oauth2` does not.
"""

import json
import sys

document = json.load(sys.stdin)
schemes = document["components"]["securitySchemes"]
for name, scheme in schemes.items():
    if scheme["type"] == "oauth2":
        schemes[name] = {"type": "http", "scheme": "bearer"}
json.dump(document, sys.stdout)
