import { readFile } from "node:fs/promises";

/** A piece of code out of the client's guide. */
export interface Snippet {
  /** The heading it stands under, and which one of them it is. */
  readonly title: string;
  readonly code: string;
  /** Whether it is for a web page. */
  readonly browser: boolean;
  /** Whether it is a part of a React app, which is compiled, but not run. */
  readonly react: boolean;
  /** What it prints, as the guide says right after it. */
  readonly prints: string;
}

const guide = new URL("../README.md", import.meta.url);

/** A heading, or a block of TypeScript with the text it prints. */
const parts =
  /^## (?<heading>.+)$|^```ts(?<react>x)?(?<browser> browser)?\n(?<code>[\s\S]*?)^```$(?:\s+```text\n(?<prints>[\s\S]*?)^```$)?/gm;

/** The snippets of the guide, as programs: one that does not make its own client gets one. */
export async function readGuide(baseUrl: string): Promise<Snippet[]> {
  const snippets: Snippet[] = [];
  let heading = "";
  for (const { groups = {} } of (await readFile(guide, "utf8")).matchAll(parts)) {
    heading = groups["heading"] ?? heading;
    const code = groups["code"];
    if (code === undefined) continue;
    const count = snippets.filter(({ title }) => title.startsWith(heading)).length;
    snippets.push({
      title: `${heading} ${count + 1}`,
      code: program(code).replaceAll(/https?:\/\/[\w.]+:6500/g, baseUrl),
      browser: groups["browser"] !== undefined,
      react: groups["react"] !== undefined,
      prints: (groups["prints"] ?? "").trim(),
    });
  }
  return snippets;
}

/** What the guide takes for granted: a token, and after the first snippet a client. */
function program(code: string): string {
  const given = code.includes("createHostScanClient(")
    ? ""
    : `import { createHostScanClient } from "@hostscan/client";
       const client = createHostScanClient({ baseUrl: "http://127.0.0.1:6500", token });\n`;
  return `const token = "good";\n${given}${code}\nexport {};\n`;
}
