$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$job = Invoke-RestMethod -Method Get -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/ByHostId/$env:HOST_ID"
$job.hostScanHostStatus | Format-Table
