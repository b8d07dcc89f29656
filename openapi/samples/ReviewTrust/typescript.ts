import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "", JOB_ID = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

const { code, keys } = await client.reviewTrust(JOB_ID);
for (const key of keys) console.log(key.hostName, key.discoveredThumbprint);
console.log(code);
