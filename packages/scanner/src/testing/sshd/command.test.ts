import { expect, it } from "vitest";
import { sshdCommand } from "./command.ts";

it("runs sshd as it is for the user who runs this", () => {
  expect(sshdCommand("/usr/sbin/sshd", "/tmp/x", false)).toEqual({
    program: "/usr/sbin/sshd",
    args: ["-D", "-e", "-f", "/tmp/x/sshd_config"],
  });
});

it("runs sshd in namespaces of its own for an account of its own", () => {
  const { program, args } = sshdCommand("/usr/sbin/sshd", "/tmp/x", true);
  expect(program).toBe("setpriv");
  expect(args).toEqual(
    expect.arrayContaining(["--pdeathsig", "unshare", "--mount", "--pid", "--kill-child"]),
  );
  expect(args.slice(-2)).toEqual(["/usr/sbin/sshd", "/tmp/x"]);
});
