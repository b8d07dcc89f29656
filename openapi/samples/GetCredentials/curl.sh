curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/Credential?limit=50" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
