const BYTES = 16;
const FIRST = 1_024;

/** Many UUIDs in little memory: 16 bytes each. Add all, then ask. */
export class IdIndex {
  private ids = Buffer.alloc(FIRST * BYTES);
  private count = 0;
  private sorted = true;

  add(id: string): void {
    if ((this.count + 1) * BYTES > this.ids.length)
      this.ids = Buffer.concat([this.ids, Buffer.alloc(this.ids.length)]);
    this.ids.write(hex(id), this.count * BYTES, 'hex');
    this.count++;
    this.sorted = false;
  }

  has(id: string): boolean {
    if (!this.sorted) this.sort();
    const wanted = Buffer.from(hex(id), 'hex');
    let [low, high] = [0, this.count - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const order = Buffer.compare(this.at(middle), wanted);
      if (order === 0) return true;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }

  private sort(): void {
    const ids = Array.from({ length: this.count }, (_, index) => Buffer.from(this.at(index)));
    Buffer.concat(ids.sort(Buffer.compare)).copy(this.ids);
    this.sorted = true;
  }

  private at(index: number): Buffer {
    return this.ids.subarray(index * BYTES, (index + 1) * BYTES);
  }
}

const hex = (id: string): string => id.replaceAll('-', '');
