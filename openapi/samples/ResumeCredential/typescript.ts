import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "", CREDENTIAL_ID = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

const { name, pausedTimeUtc } = await client.resumeCredential(CREDENTIAL_ID);
console.log(name, pausedTimeUtc);
