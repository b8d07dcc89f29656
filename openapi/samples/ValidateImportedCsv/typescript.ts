import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

const rows = await client.validateImportedCsv([
  { dnsHostName: "host.example.local", platformName: "Linux", credentialName: "linux-scan" },
  { ipAddress: "192.168.1.300", platformName: "Linux", credentialName: "unknown" },
]);
for (const row of rows) {
  const { dnsHostNameError, ipAddressError, platformNameError, credentialNameError } = row;
  const errors = [dnsHostNameError, ipAddressError, platformNameError, credentialNameError];
  console.log(row.dnsHostName ?? row.ipAddress, errors.filter(Boolean).join("; ") || "well");
}
