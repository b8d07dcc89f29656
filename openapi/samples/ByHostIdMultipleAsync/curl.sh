KEY=$(openssl rand -hex 16) # keep it to repeat the call
curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/ByHostIdMultiple" \
  -H "Idempotency-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d "[\"$HOST_ID\", \"$OTHER_HOST_ID\"]" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
