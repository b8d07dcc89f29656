$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$found = Invoke-RestMethod -Method Get -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/Trust/Job/$env:JOB_ID"
$found.keys | Format-Table
