import { registerHooks } from "node:module";
import { takeCollected } from "./collector.ts";

const root = new URL("../../", import.meta.url);
const collector = new URL("collector.ts", import.meta.url).href;

/** What is loaded anew for each mutant: what is mutated, what it emits, and what depends on either. */
const anew =
  /^(?:src\/generate\/|src\/generated\/(?:schemas|routes)\.ts|src\/(?:runtime|schemas|routes)\.ts|.*\.test\.ts|test\/(?:generate|verdicts)\/)/;

/** Sources that stand for those on the disk, by their address with the query of the mutant. */
const sources = new Map<string, string>();

registerHooks({
  resolve(specifier, context, next) {
    const query = context.parentURL?.split("?")[1];
    if (query === undefined) return next(specifier, context);
    if (specifier === "vitest") return { url: collector, format: "module-typescript", shortCircuit: true };
    const found = next(specifier, context);
    const isAnew = found.url.startsWith(root.href) && anew.test(found.url.slice(root.href.length));
    return isAnew ? { ...found, url: `${found.url}?${query}` } : found;
  },
  load(url, context, next) {
    const source = sources.get(url);
    if (source === undefined) return next(url, context);
    return { format: "module-typescript", source, shortCircuit: true };
  },
});

/** The modules of this package with some of their sources replaced, apart from those of any other graph. */
export class Graph {
  readonly #query: string;

  constructor(id: string) {
    this.#query = `mutant=${id}`;
  }

  /** Replaces a source, before it is loaded. */
  replace(file: string, source: string): void {
    sources.set(this.#address(file), source);
  }

  #address(file: string): string {
    return `${new URL(file, root).href}?${this.#query}`;
  }

  load(file: string) {
    return import(this.#address(file));
  }

  /** Runs the tests of a file, up to the first that fails: its name; undefined where none does. */
  async failureOf(file: string): Promise<string | undefined> {
    takeCollected();
    try {
      await this.load(file);
    } catch (error) {
      return `is not loaded: ${error}`;
    }
    for (const { name, run } of takeCollected()) {
      try {
        await run();
      } catch {
        return name;
      }
    }
    return undefined;
  }
}
