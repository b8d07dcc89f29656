$headers = @{
    Authorization     = "Bearer $env:HOSTSCAN_TOKEN"
    "Idempotency-Key" = [guid]::NewGuid().ToString() # keep it to repeat the call
}
$body = @"
{"knownHosts": "*.example.local ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"}
"@
$found = Invoke-RestMethod -Method Post -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/Trust/KnownHosts" `
    -ContentType "application/json; charset=utf-8" -Body $body
$found.hosts | Format-Table
