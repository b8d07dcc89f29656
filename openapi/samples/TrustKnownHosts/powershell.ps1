$headers = @{
    Authorization     = "Bearer $env:HOSTSCAN_TOKEN"
    "Idempotency-Key" = [guid]::NewGuid().ToString() # keep it to repeat the call
}
$body = ConvertTo-Json @{ knownHosts = Get-Content -Raw "$HOME/.ssh/known_hosts" }
$found = Invoke-RestMethod -Method Post -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/Trust/KnownHosts" `
    -ContentType "application/json; charset=utf-8" -Body $body
$found.hosts | Format-Table
