$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$found = Invoke-RestMethod -Method Get -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/Credential?limit=50"
$found | Format-Table
