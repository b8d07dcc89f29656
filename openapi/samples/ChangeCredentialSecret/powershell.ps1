$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$login = Get-Credential
$body = ConvertTo-Json @{ password = $login.GetNetworkCredential().Password }
$found = Invoke-RestMethod -Method Put -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/Credential/$env:CREDENTIAL_ID/Secret" `
    -ContentType "application/json; charset=utf-8" -Body $body
$found.name
