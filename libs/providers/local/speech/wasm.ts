/** The part of WebAssembly that is used here: TypeScript declares it together with the DOM, and not without. */
interface Wasm {
  compile(bytes: Uint8Array): Promise<WasmProgram>;
  instantiate(program: WasmProgram, imports: object): Promise<{ exports: Record<string, unknown> }>;
}

/** A compiled module; threads can share it. */
export interface WasmProgram {
  readonly [Symbol.toStringTag]: string;
}

export const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: Wasm };
