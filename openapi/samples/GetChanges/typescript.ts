import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

for await (const change of client.listChanges()) {
  console.log(change.changedTimeUtc, change.dnsHostName ?? change.ipAddress, change.entryName);
}
