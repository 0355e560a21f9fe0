/** The part of WebAssembly that is used here: TypeScript declares it together with the DOM, and not without. */
interface Wasm {
  compile(bytes: Uint8Array): Promise<WasmProgram>;
  instantiate(program: WasmProgram, imports: object): Promise<WasmInstance>;
  /** Compiles at once: for programs of a few hundred bytes. */
  Module: new (bytes: Uint8Array) => WasmProgram;
  Instance: new (program: WasmProgram) => WasmInstance;
}

/** A compiled module; threads can share it. */
export interface WasmProgram {
  readonly [Symbol.toStringTag]: string;
}

interface WasmInstance {
  exports: Record<string, unknown>;
}

export const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: Wasm };
