/** Where to go after signing in: a path of this site, never another site's address. */
export function nextPath(asked: string | string[] | undefined): string {
  return typeof asked === 'string' && /^\/(?![/\\])/.test(asked) ? asked : '/';
}
