CODE_OF_REVIEW=$(curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/Trust/Job/$JOB_ID" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN" | grep -o '"code":"[0-9a-f]*"' | cut -d '"' -f 4)
KEY=$(openssl rand -hex 16) # keep it to repeat the call
curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/Trust/Job/$JOB_ID" \
  -H "Idempotency-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d "{\"code\": \"$CODE_OF_REVIEW\"}" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
