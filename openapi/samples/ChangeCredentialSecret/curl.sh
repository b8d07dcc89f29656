# secret.json, readable by you alone: {"password": "…"}
curl -sS --fail-with-body -X PUT "$HOSTSCAN_URL/api/v1/Credential/$CREDENTIAL_ID/Secret" \
  -H "Content-Type: application/json" \
  -d @secret.json \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
