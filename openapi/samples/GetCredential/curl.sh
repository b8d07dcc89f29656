curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/Credential/$CREDENTIAL_ID" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
