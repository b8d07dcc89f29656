$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$found = Invoke-RestMethod -Method Get -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/Credential/$env:CREDENTIAL_ID"
$found.name
