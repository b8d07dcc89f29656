$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$body = @'
[
    { "dnsHostName": "host.example.local", "platformName": "Linux", "credentialName": "linux-scan" },
    { "ipAddress": "192.168.1.300", "platformName": "Linux", "credentialName": "unknown" }
]
'@
$rows = Invoke-RestMethod -Method Post -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/ValidateImportedCSV" `
    -ContentType "application/json; charset=utf-8" -Body $body
$rows | Format-List
