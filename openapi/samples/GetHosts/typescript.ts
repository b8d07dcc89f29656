import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

for await (const host of client.listHosts()) {
  console.log(host.id, host.dnsHostName ?? host.ipAddress, host.os);
}
