KEY=$(openssl rand -hex 16) # keep it to repeat the call
curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob" \
  -H "Idempotency-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d '[{
    "dnsHostName": "host.example.local",
    "credentialName": "linux-scan",
    "acceptThumbprintOnFirstDiscovery": true
  }]' \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
