$headers = @{
    Authorization     = "Bearer $env:HOSTSCAN_TOKEN"
    "Idempotency-Key" = [guid]::NewGuid().ToString() # keep it to repeat the call
}
$login = Get-Credential
$body = ConvertTo-Json -Depth 3 @{
    name     = "linux-scan"
    userName = $login.UserName
    scope    = @("10.1.0.0/16:22", "*.example.local")
    secret   = @{ password = $login.GetNetworkCredential().Password }
}
$found = Invoke-RestMethod -Method Post -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/Credential" `
    -ContentType "application/json; charset=utf-8" -Body $body
$found.id
