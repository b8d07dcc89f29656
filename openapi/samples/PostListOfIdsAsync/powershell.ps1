$headers = @{
    Authorization     = "Bearer $env:HOSTSCAN_TOKEN"
    "Idempotency-Key" = [guid]::NewGuid().ToString() # keep it to repeat the call
}
$body = @'
[{
    "dnsHostName": "host.example.local",
    "credentialName": "linux-scan",
    "acceptThumbprintOnFirstDiscovery": true
}]
'@
$job = Invoke-RestMethod -Method Post -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob" `
    -ContentType "application/json; charset=utf-8" -Body $body
$job.id
