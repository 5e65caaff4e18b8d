import { contentSecurityPolicy, uploadSources } from './content-security-policy';
import { scriptSources } from './stored-scripts';

/** The policy as a map from directive to sources. */
function parsed(policy: string): Record<string, string[]> {
  return Object.fromEntries(policy.split('; ').map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1)]));
}

describe('the content security policy', () => {
  test('runs only the given scripts, and nothing by eval or inline', () => {
    const policy = parsed(contentSecurityPolicy(["'nonce-abc'", "'strict-dynamic'"], []));
    expect(policy['script-src']).toEqual(["'nonce-abc'", "'strict-dynamic'", "'wasm-unsafe-eval'"]);
    for (const name of ['object-src', 'base-uri', 'frame-ancestors', 'frame-src']) expect([name, policy[name]]).toEqual([name, ["'none'"]]);
    expect(policy['form-action']).toEqual(["'self'"]);
    expect(policy['connect-src']).toEqual(["'self'"]);
  });

  test('allows uploads to the store that browsers reach, with its buckets', () => {
    expect(uploadSources({ S3_ENDPOINT: 'http://minio:9000', S3_PUBLIC_ENDPOINT: 'https://s3.example.org' })).toEqual([
      'https://s3.example.org',
      'https://*.s3.example.org',
    ]);
    expect(uploadSources({})).toEqual([]);
  });

  test("takes the hashes of a stored page's inline scripts, each once, as a browser computes them", () => {
    const html = '<script src="/a.js" async=""></script><script>alert(1)</script><script id="x">alert(1)</script><p>script</p>';
    // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
    expect(scriptSources(html)).toEqual(["'self'", "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]);
  });
});
