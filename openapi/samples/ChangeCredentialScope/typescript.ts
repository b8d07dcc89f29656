import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "", CREDENTIAL_ID = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

const { scope, callers } = await client.changeCredentialScope(CREDENTIAL_ID, {
  scope: ["10.2.0.0/16", "*.example.local"],
  callers: ["app:portal"],
});
console.log(scope.join(","), callers?.join(","));
