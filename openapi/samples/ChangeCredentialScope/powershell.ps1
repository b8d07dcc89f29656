$headers = @{ Authorization = "Bearer $env:HOSTSCAN_TOKEN" }
$body = @"
{"scope": ["10.2.0.0/16", "*.example.local"], "callers": ["app:portal"]}
"@
$found = Invoke-RestMethod -Method Put -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/Credential/$env:CREDENTIAL_ID/Scope" `
    -ContentType "application/json; charset=utf-8" -Body $body
$found.scope
