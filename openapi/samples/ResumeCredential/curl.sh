curl -sS --fail-with-body -X DELETE "$HOSTSCAN_URL/api/v1/Credential/$CREDENTIAL_ID/Pause" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
