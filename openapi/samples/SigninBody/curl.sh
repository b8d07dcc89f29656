# login.json, readable by you alone: {"Login": "alice", "Password": "…"}
FIRST_TOKEN=$(umask 077; curl -sS --fail-with-body "$HOSTSCAN_URL/signinBody" -c cookies.txt \
  -H "Content-Type: application/json" \
  -d @login.json | tr -d '"')
