import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { hostscan } from "../../test/hostscan.ts";

const script = async (shell: string) => (await hostscan(["completion", shell])).out;

/** What bash offers for the words so far, of which the last is begun. */
async function offered(...words: string[]) {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const ask = `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _hostscan; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync("bash", ["--norc", "-c", `${await script("bash")}\n${ask}`], { encoding: "utf8" });
  return out.split("\n").filter((word) => word !== "");
}

test("bash completes commands", async () => {
  expect(await offered("hostscan", "s")).toEqual(["scan", "status"]);
  expect(await offered("hostscan", "")).toContain("completion");
});

test("bash completes a command's flags and choices, and files", async () => {
  expect(await offered("hostscan", "scan", "--h")).toEqual(["--host-id", "--help"]);
  expect(await offered("hostscan", "completion", "f")).toEqual(["fish"]);
  expect(await offered("hostscan", "scan", "--csv", "/etc/host")).toContain("/etc/hosts");
});

test("fish is told of every command and flag with its purpose", async () => {
  const fish = await script("fish");
  expect(fish).toContain(
    "complete -c hostscan -n __fish_use_subcommand -a list -d 'list jobs, newest first'",
  );
  expect(fish).toContain(
    "-n '__fish_seen_subcommand_from scan' -l csv -r -F -d 'hosts in the product\\'s columns",
  );
  expect(fish).toContain("-n '__fish_seen_subcommand_from completion' -a 'bash fish zsh'");
});

test("zsh is told of every command and flag with its purpose", async () => {
  const zsh = await script("zsh");
  expect(zsh).toMatch(/^#compdef hostscan\n/);
  expect(zsh).toContain("'list:list jobs, newest first'");
  expect(zsh).toContain("'--csv:hosts in the product’s columns\\: DNS Host Name,");
});
