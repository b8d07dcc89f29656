curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/ValidateImportedCSV" \
  -H "Content-Type: application/json" \
  -d '[
    {"dnsHostName": "host.example.local", "platformName": "Linux", "credentialName": "linux-scan"},
    {"ipAddress": "192.168.1.300", "platformName": "Linux", "credentialName": "unknown"}
  ]' \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
