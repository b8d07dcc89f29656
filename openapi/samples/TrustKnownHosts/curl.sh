KEY=$(openssl rand -hex 16) # keep it to repeat the call
curl -sS --fail-with-body "$HOSTSCAN_URL/api/v1/HostScanJob/Trust/KnownHosts" \
  -H "Idempotency-Key: $KEY" \
  -H "Content-Type: application/json" \
  -d '{"knownHosts": "*.example.local ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"}' \
  -H @- <<< "Authorization: Bearer $HOSTSCAN_TOKEN"
