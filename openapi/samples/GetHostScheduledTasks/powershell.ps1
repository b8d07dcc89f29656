$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$found = Invoke-RestMethod -Method Get -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/Host/$env:HOST_ID/ScheduledTasks"
$found | Format-Table
