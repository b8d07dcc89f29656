$headers = @{
    Authorization     = "Bearer $env:HOSTSCAN_TOKEN"
    "Idempotency-Key" = [guid]::NewGuid().ToString() # keep it to repeat the call
}
$body = @'
["web.example.local", "mail.example.local"]
'@
$job = Invoke-RestMethod -Method Post -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/OuMapping/$env:CREDENTIAL_ID" `
    -ContentType "application/json; charset=utf-8" -Body $body
$job.id
