$login = Get-Credential
$body = ConvertTo-Json @{ Login = $login.UserName; Password = $login.GetNetworkCredential().Password }
$firstToken = Invoke-RestMethod -Method Post -SessionVariable session `
    -Uri "$env:HOSTSCAN_URL/signinBody" `
    -ContentType "application/json; charset=utf-8" -Body $body
