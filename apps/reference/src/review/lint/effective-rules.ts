import { writeFileSync } from "node:fs";

/** What Redocly hands to whoever visits the root of a document, as far as it is read here. */
interface RootContext {
  readonly specVersion: string;
  /** The rules by version of OpenAPI, each with its severity or with an object that has one. */
  readonly config: { readonly rules: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
}

/**
 * A Redocly plugin that looks at no document: it writes which rules hold for it, with their settings, to the file that
 * its option names. No command of Redocly prints what rule sets come to.
 */
export default function effectiveRules() {
  const list = ({ file }: { readonly file: string }) => ({
    Root: {
      enter(_root: unknown, { config, specVersion }: RootContext) {
        writeFileSync(file, JSON.stringify(config.rules[specVersion]));
      },
    },
  });
  return { id: "effective-rules", preprocessors: { oas3: { list } } };
}
