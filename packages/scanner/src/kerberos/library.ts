import type { sizeof } from "koffi";

/** How a parameter is described. */
type Type = Parameters<typeof sizeof>[0];

const LIBRARY = "libgssapi_krb5.so.2";

/**
 * Loads MIT's library, and says what its functions take, as `gssapi.h` and `gssapi_ext.h` have it. All return a status,
 * and the mechanism's code by their first parameter.
 *
 * @throws Error where the package koffi or the library is not there.
 */
export async function loadLibrary(name: string = LIBRARY) {
  const { default: koffi } = await import("koffi");
  const library = koffi.load(name);
  const { out, inout, pointer, struct } = koffi;
  const buffer = struct({ length: "size_t", value: "void *" });
  const mechanism = struct({ length: "uint32", elements: "void *" });
  const mechanisms = struct({ count: "size_t", elements: pointer(mechanism) });
  const piece = struct({ type: "uint32", buffer });
  const pair = struct({ key: "str", value: "str" });
  const pairs = struct({ count: "uint32", elements: pointer(pair) });
  const bindings = struct({
    initiatorType: "uint32",
    initiator: buffer,
    acceptorType: "uint32",
    acceptor: buffer,
    data: buffer,
  });
  const handle = "void *";
  const ignored = "void *";
  const madeHandle = out(pointer("void *"));
  const keptHandle = inout(pointer("void *"));
  const number = out(pointer("uint32"));
  const written = out(pointer(buffer));
  const read = pointer(buffer);
  const kind = pointer(mechanism);
  const declare = (name: string, ...parameters: readonly Type[]) =>
    library.func(name, "uint32", [number, ...parameters]);
  const importName = declare("gss_import_name", read, kind, madeHandle);
  const releaseName = declare("gss_release_name", keptHandle);
  const displayName = declare("gss_display_name", handle, written, ignored);
  const displayStatus = declare(
    "gss_display_status",
    "uint32",
    "int",
    kind,
    inout(pointer("uint32")),
    written,
  );
  const releaseBuffer = declare("gss_release_buffer", inout(pointer(buffer)));
  // name, password, time, mechanisms, usage, credentials
  const withPassword = declare(
    "gss_acquire_cred_with_password",
    handle,
    read,
    "uint32",
    pointer(mechanisms),
    "int",
    madeHandle,
    ignored,
    ignored,
  );
  // name, time, mechanisms, usage, store, credentials
  const acquire = declare(
    "gss_acquire_cred_from",
    handle,
    "uint32",
    pointer(mechanisms),
    "int",
    pointer(pairs),
    madeHandle,
    ignored,
    ignored,
  );
  // credentials, name, lifetime
  const inquireCredentials = declare("gss_inquire_cred", handle, ignored, number, ignored, ignored);
  // credentials, context, name, mechanism, flags, time, bindings, input, and out come: mechanism, output
  const initiateContext = declare(
    "gss_init_sec_context",
    handle,
    keptHandle,
    handle,
    kind,
    "uint32",
    "uint32",
    pointer(bindings),
    read,
    ignored,
    written,
    ignored,
    ignored,
  );
  // context, source, target, lifetime, mechanism, flags
  const inquireContext = declare(
    "gss_inquire_context",
    handle,
    ignored,
    madeHandle,
    ignored,
    ignored,
    number,
    ignored,
    ignored,
  );
  const wrapIov = declare(
    "gss_wrap_iov",
    handle,
    "int",
    "uint32",
    out(pointer("int")),
    inout(pointer(piece)),
    "int",
  );
  const releaseIov = declare("gss_release_iov_buffer", inout(pointer(piece)), "int");
  const unwrap = declare("gss_unwrap", handle, read, written, out(pointer("int")), ignored);
  const deleteContext = declare("gss_delete_sec_context", keptHandle, ignored);
  const releaseCred = declare("gss_release_cred", keptHandle);

  return {
    /** A view of the library's memory. */
    view: koffi.view,
    importName,
    releaseName,
    displayName,
    displayStatus,
    releaseBuffer,
    withPassword,
    acquire,
    inquireCredentials,
    initiateContext,
    inquireContext,
    wrapIov,
    releaseIov,
    unwrap,
    deleteContext,
    releaseCred,
  };
}
