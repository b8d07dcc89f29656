import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

for await (const key of client.listAwaitingTrust()) {
  console.log(key.hostId, key.hostName, key.discoveredThumbprint);
}
