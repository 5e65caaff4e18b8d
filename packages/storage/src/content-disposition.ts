/** The header that makes a browser save a file under `filename`, whatever characters it has (RFC 6266). */
export function contentDisposition(filename: string): string {
  const plain = filename.replace(/[^A-Za-z0-9._-]/g, '_');
  // encodeURIComponent leaves these four as they are, but they are not allowed in this value.
  const encoded = encodeURIComponent(filename).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
