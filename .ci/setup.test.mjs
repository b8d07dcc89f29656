import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { setUpSystem } from "./setup.mjs";

const POLICY = "usr/sbin/policy-rc.d";
const NO_CLUSTER = "etc/postgresql-common/createcluster.d/only-files.conf";

/** A system's root with the files, and fixtures of apt-get and systemctl that write down what they are asked and see. */
function makeSystem(files = {}) {
  const root = mkdtempSync(join(tmpdir(), "hostscan-setup-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [file, content] of Object.entries({ "etc/debian_version": "12.0\n", ...files })) {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  const log = join(root, "log");
  const programs = join(root, "programs");
  mkdirSync(programs);
  for (const name of ["apt-get", "systemctl"]) {
    const script = `#!/bin/sh\ncd '${root}'\n{ echo "${name} $*"; cat ${POLICY} ${NO_CLUSTER}; } >> log 2> /dev/null\n`;
    writeFileSync(join(programs, name), script);
    chmodSync(join(programs, name), 0o755);
  }
  vi.stubEnv("PATH", `${programs}${delimiter}${process.env.PATH}`);
  onTestFinished(() => vi.unstubAllEnvs());
  return { root, log: () => readFileSync(log, "utf8").split("\n") };
}

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)(
  "what is installed for the tests starts no service and makes no database (fixture)",
  () => {
    const { root, log } = makeSystem({ "usr/bin/curl": "" });
    expect(setUpSystem(root)).toContain("postgresql-15");
    const rules = ["#!/bin/sh", "exit 101", "create_main_cluster = off"];
    expect(log()).toEqual([
      "apt-get update -qq",
      ...rules,
      expect.stringMatching(
        /^apt-get install .*--no-install-recommends .*openssh-server .*xrdp .*postgresql-15 .*prometheus samba .*winbind .*krb5-user libnss-wrapper$/,
      ),
      ...rules,
      "systemctl disable --quiet ssh xrdp xrdp-sesman postgresql nginx haproxy pgbouncer prometheus samba-ad-dc smbd nmbd winbind",
      "",
    ]);
    expect([POLICY, NO_CLUSTER].filter((file) => existsSync(join(root, file)))).toEqual([]);
  },
);

test.runIf(isRoot)("the machine's own rule for services stays as it is (fixture)", () => {
  const own = "#!/bin/sh\nexit 104\n";
  const { root, log } = makeSystem({ [POLICY]: own });
  setUpSystem(root);
  expect(log()).toContain("exit 104");
  expect(log()).not.toContain("exit 101");
  expect(readFileSync(join(root, POLICY), "utf8")).toBe(own);
});
