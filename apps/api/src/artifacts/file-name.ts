/** A `Content-Disposition` (RFC 6266) whose name can't break out of the header or of the folder it is saved to. */
export function attachment(name: string): string {
  const base =
    name
      .replace(/[\p{Cc}<>:"/\\|?*]/gu, '_')
      .replace(/^\.+/, '_')
      .slice(0, 150) || 'artifact';
  const ascii = base.replace(/[^\x20-\x7e]|%/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encode(base)}`;
}

/** What RFC 8187 lets stand unencoded is less than what encodeURIComponent leaves. A lone surrogate can't be encoded. */
const encode = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
