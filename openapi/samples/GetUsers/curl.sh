curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/User?name=root" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
