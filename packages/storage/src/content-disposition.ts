/** The header that makes a browser save a file under `filename`, whatever characters it has (RFC 6266). */
export function contentDisposition(filename: string): string {
  const plain = filename.replace(/[^A-Za-z0-9._-]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, escape)}`;
}
