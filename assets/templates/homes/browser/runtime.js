// ONNX Runtime Web: its three files lie in the folder beside this page, or come from the address in
// runtime.json, each checked against the hash that is written there.

/** The library, ready for models. */
export async function loadRuntime() {
  const { base, files } = await (await fetch("runtime.json")).json();
  const ort = base.includes("://") ? await checked(base, files) : await own(new URL(base, self.location).href);
  ort.env.wasm.numThreads = self.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
  ort.env.wasm.proxy = false;
  return ort;
}

async function own(folder) {
  const ort = await import(`${folder}ort.wasm.min.mjs`);
  ort.env.wasm.wasmPaths = folder;
  return ort;
}

/** `integrity` makes the browser refuse a file whose hash is another one; only then it is run. */
async function checked(base, files) {
  const [library, glue, program] = await Promise.all(
    Object.entries(files).map(async ([name, integrity]) => {
      const reply = await fetch(base + name, { integrity, mode: "cors", credentials: "omit" });
      const type = name.endsWith(".wasm") ? "application/wasm" : "text/javascript";
      return URL.createObjectURL(new Blob([await reply.arrayBuffer()], { type }));
    }),
  );
  const ort = await import(library);
  ort.env.wasm.wasmPaths = { mjs: glue, wasm: program };
  return ort;
}
