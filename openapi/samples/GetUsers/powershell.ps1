$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$found = Invoke-RestMethod -Method Get -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/User?name=root"
$found | Format-Table
