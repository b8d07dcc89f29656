curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/Host/$HOST_ID/Users" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
