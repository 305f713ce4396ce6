"""Announces a file with the generated client. Arguments: the API's address and a token."""

import json
import sys

from keepsake_client import AuthenticatedClient
from keepsake_client.api.uploads import create_upload
from keepsake_client.models import CreateUploadRequest, PartsPlan, PresignedUpload

address, token = sys.argv[1:]
body = CreateUploadRequest(
    filename="holiday.jpg", category="photo", content_type="image/jpeg", size_bytes=2_481_152
)
answer = create_upload.sync(client=AuthenticatedClient(base_url=address, token=token), body=body)
if isinstance(answer, PresignedUpload):
    print(json.dumps({"uploadId": answer.upload_id, "sent": answer.url}))
elif isinstance(answer, PartsPlan):
    print(json.dumps({"uploadId": answer.upload_id, "sent": "parts"}))
else:
    raise SystemExit(f"refused: {answer}")
