import { hash, verify } from "@node-rs/argon2";

/** RFC 9106 and OWASP: 19 MiB, 2 passes, 1 lane. The library's default algorithm is Argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes passwords off the main thread. Each takes memory and a core for a while: callers see to it that few do at once. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Whether a password is the one that was hashed. Without a hash it takes as long as with one, and is not. */
  matches(password: string, hashed: string | undefined): Promise<boolean>;
}

/** What does the hashing; a test may stand in for it. */
export interface Hashing {
  hash(password: string): Promise<string>;
  verify(hashed: string, password: string): Promise<boolean>;
}

const argon2id: Hashing = {
  hash: (password) => hash(password, COST),
  verify: (hashed, password) => verify(hashed, password),
};

/** Keyboards differ in how they write the same character (NIST SP 800-63B, 3.1.1.2). */
const normal = (password: string) => password.normalize("NFC");

/** One for each process. */
export function createPasswords({ hash: hashOne, verify: verifyOne }: Hashing = argon2id): Passwords {
  let decoy: Promise<string> | undefined;

  /** The hash of a password that nobody has. */
  function nobodys(): Promise<string> {
    decoy ??= hashOne(crypto.randomUUID());
    return decoy;
  }

  return {
    hash: (password) => hashOne(normal(password)),
    async matches(password, hashed) {
      // Had by all, so that the first one without a hash does not take longer than others.
      const decoyHash = await nobodys();
      const right = await verifyOne(hashed ?? decoyHash, normal(password));
      return right && hashed !== undefined;
    },
  };
}
