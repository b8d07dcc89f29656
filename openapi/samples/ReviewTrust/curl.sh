curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/Trust/Job/$JOB_ID" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
