$headers = @{
    Authorization     = "Bearer $env:HOSTSCAN_TOKEN"
    "Idempotency-Key" = [guid]::NewGuid().ToString() # keep it to repeat the call
}
$body = @"
{"code": "9c1185a5c5e9fc54"}
"@
$found = Invoke-RestMethod -Method Post -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/Trust/Job/$env:JOB_ID" `
    -ContentType "application/json; charset=utf-8" -Body $body
$found | Format-Table
