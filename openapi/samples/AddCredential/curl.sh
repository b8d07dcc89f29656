# credential.json, readable by you alone: {"name": "linux-scan", "userName": "svc-scan", …}
KEY=$(openssl rand -hex 16) # keep it to repeat the call
curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/Credential" \
  -H "Idempotency-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d @credential.json \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
