$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$found = Invoke-RestMethod -Method Delete -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/Credential/$env:CREDENTIAL_ID/Pause"
$found.name
