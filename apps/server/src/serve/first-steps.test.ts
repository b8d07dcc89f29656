import { expect, test } from "vitest";
import { firstSteps } from "./first-steps.ts";

const setting = {
  url: "http://127.0.0.1:6500",
  docsUrl: "http://127.0.0.1:6500/docs/",
  tokenFile: ".hostscan/token",
  dataDir: undefined,
  certificateFile: undefined,
  executable: ["/usr/bin/node", "apps/server/dist/main.js"],
};

test("the commands are those of this executable and this server", () => {
  const steps = firstSteps(setting);
  expect(steps).toContain(
    '\n/usr/bin/node apps/server/dist/main.js credential add first --username "$(id -un)" --for localhost\n',
  );
  expect(steps).toContain(
    'curl -sS http://127.0.0.1:6500/api/v1/HostScanJob -H @- <<< "Authorization: Bearer $(cat .hostscan/token)"',
  );
});

test("the pages are told of where they are served", () => {
  const told = "\nRead it, and try it, on http://127.0.0.1:6500/docs/\n";
  expect(firstSteps(setting)).toContain(told);
  expect(firstSteps({ ...setting, docsUrl: undefined })).not.toContain("/docs/");
});

test("what a shell would take apart is quoted", () => {
  const steps = firstSteps({ ...setting, dataDir: "my data", tokenFile: "my data/token" });
  expect(steps).toContain("credential add first --data-dir 'my data' --username");
  expect(steps).toContain(`"Authorization: Bearer $(cat 'my data/token')"`);
});

test("curl is shown a certificate that nobody else vouches for", () => {
  const steps = firstSteps({ ...setting, url: "https://127.0.0.1:6500", certificateFile: "my data/tls.pem" });
  expect(steps.match(/curl --cacert 'my data\/tls.pem' -sS '?https:/g)).toHaveLength(2);
});
