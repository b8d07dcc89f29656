$headers = @{ Authorization = "Bearer $firstToken" }
$body = ConvertTo-Json (Read-Host "Code")
$env:HOSTSCAN_TOKEN = Invoke-RestMethod -Method Post -WebSession $session -Headers $headers `
    -Uri "$env:HOSTSCAN_URL/sigin2fa" `
    -ContentType "application/json; charset=utf-8" -Body $body
