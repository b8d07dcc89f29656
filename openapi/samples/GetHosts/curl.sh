curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/Host?limit=50" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
