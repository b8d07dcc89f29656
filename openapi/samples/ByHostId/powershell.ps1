$headers = @{
    Authorization     = "Bearer $env:HOSTSCAN_TOKEN"
    "Idempotency-Key" = [guid]::NewGuid().ToString() # keep it to repeat the call
}
$job = Invoke-RestMethod -Method Post -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/ByHostId/$env:HOST_ID"
$job.id
