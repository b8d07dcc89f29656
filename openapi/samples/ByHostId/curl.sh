KEY=$(openssl rand -hex 16) # keep it to repeat the call
curl -sS --fail-with-body -X POST "$HOSTSCAN_URL/api/v1/HostScanJob/ByHostId/$HOST_ID" \
  -H "Idempotency-Key: $KEY" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
