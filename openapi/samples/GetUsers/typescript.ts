import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

for await (const account of client.listAccounts({ name: "root" })) {
  console.log(account.dnsHostName ?? account.ipAddress, account.serviceCount, account.scheduledTaskCount);
}
