/** Arrays that sounds are summed up in, by what becomes of them. */
type Buses<K extends string> = Record<K, Float32Array>;

export const busesOf = <K extends string>(names: readonly K[], samples: number): Buses<K> =>
  Object.fromEntries(names.map((name) => [name, new Float32Array(samples)])) as Buses<K>;

/** The same memory for the next block, silent, and no longer than that. */
export const silenced = <K extends string>(buses: Buses<K>, samples: number): Buses<K> =>
  Object.fromEntries(
    Object.entries<Float32Array>(buses).map(([name, bus]) => [name, bus.fill(0).subarray(0, samples)]),
  ) as Buses<K>;
