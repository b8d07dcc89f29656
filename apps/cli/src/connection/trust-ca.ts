import { readFile } from "node:fs/promises";
import tls from "node:tls";
import { CommandFailure, unreadable } from "../cli/failure.ts";
import { textOf } from "../cli/text-encoding.ts";

const CERTIFICATE = /-----BEGIN (TRUSTED )?CERTIFICATE-----/;

/**
 * Trusts the certificates of a PEM file besides those that are trusted anyway, in every connection of this process.
 *
 * @throws {CommandFailure} where it cannot be read, or has none.
 */
export async function trustCaFile(path: string): Promise<void> {
  const pem = await readCaFile(path);
  try {
    tls.setDefaultCACertificates([...tls.getCACertificates("default"), pem]);
  } catch (error) {
    throw new CommandFailure(
      "BadInput",
      `${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The text of a PEM file. @throws {CommandFailure} where it cannot be read, or has no certificate. */
export async function readCaFile(path: string): Promise<string> {
  const content = await readFile(path).catch((error: Error) => {
    throw unreadable(path, error);
  });
  const pem = textOf(content, path);
  if (CERTIFICATE.test(pem)) return pem;
  throw new CommandFailure("BadInput", `${path} holds no certificate in PEM`);
}
