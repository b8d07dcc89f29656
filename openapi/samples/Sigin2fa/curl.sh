HOSTSCAN_TOKEN=$(curl -sS --fail-with-body "$HOSTSCAN_URL/sigin2fa" -b cookies.txt \
  -H "Content-Type: application/json" \
  -d @<(echo "\"$CODE\"") \
  -H @- <<< "Authorization: Bearer $FIRST_TOKEN" | tr -d '"')
export HOSTSCAN_TOKEN
