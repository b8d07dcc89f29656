$headers = @{
    Authorization     = "Bearer $env:HOSTSCAN_TOKEN"
    "Idempotency-Key" = [guid]::NewGuid().ToString() # keep it to repeat the call
}
$body = @"
["$env:HOST_ID", "$env:OTHER_HOST_ID"]
"@
$jobs = Invoke-RestMethod -Method Post -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/api/v1/HostScanJob/ByHostIdMultiple" `
    -ContentType "application/json; charset=utf-8" -Body $body
$jobs.id
