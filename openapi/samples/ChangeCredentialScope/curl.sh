curl -sS --fail-with-body -X PUT "$HOSTSCAN_URL/api/v1/Credential/$CREDENTIAL_ID/Scope" \
  -H "Content-Type: application/json" \
  -d '{"scope": ["10.2.0.0/16", "*.example.local"], "callers": ["app:portal"]}' \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
