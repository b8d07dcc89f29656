KEY=$(openssl rand -hex 16) # keep it to repeat the call
curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/OuMapping/$CREDENTIAL_ID" \
  -H "Idempotency-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d '["web.example.local", "mail.example.local"]' \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
