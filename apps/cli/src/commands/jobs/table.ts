/** Columns as wide as they need to be, two spaces apart; the first row is the heading. */
export function table(rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => clean(cell === null ? '-' : String(cell))));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Text from outside must not steer the terminal. */
export const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
