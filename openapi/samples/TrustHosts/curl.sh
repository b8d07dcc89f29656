KEY=$(openssl rand -hex 16) # keep it to repeat the call
curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/Trust" \
  -H "Idempotency-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d "[{\"hostId\": \"$HOST_ID\", \"thumbprint\": \"SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I\"}]" \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
