$headers = @{
    Authorization     = "Bearer $env:HOSTSCAN_TOKEN"
    "Idempotency-Key" = [guid]::NewGuid().ToString() # keep it to repeat the call
}
$login = Get-Credential
$secret = ConvertTo-Json @{ password = $login.GetNetworkCredential().Password }
$body = @"
{"name": "linux-scan", "userName": "svc-scan", "scope": ["10.1.0.0/16:22", "*.example.local"], "secret": $secret}
"@
$found = Invoke-RestMethod -Method Post -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/Credential" `
    -ContentType "application/json; charset=utf-8" -Body $body
$found.id
