import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "", HOST_ID = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

const host = await client.getHost(HOST_ID);
console.log(host.dnsHostName ?? host.ipAddress, host.hostScanSection.length);
