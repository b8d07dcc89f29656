$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$jobs = Invoke-RestMethod -Method Get -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob?limit=50"
$jobs | Format-Table
