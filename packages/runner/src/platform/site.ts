import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';

/**
 * Sends this process's requests as the site's variables say, which Node's own `fetch` does not read: through the proxies that HTTPS_PROXY,
 * HTTP_PROXY and NO_PROXY name, trusting the authorities in SSL_CERT_FILE besides those that Node knows.
 */
export function followSite(variables: NodeJS.ProcessEnv): void {
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS } = variables;
  const proxy = HTTPS_PROXY ?? https_proxy ?? HTTP_PROXY ?? http_proxy;
  if (!proxy && !SSL_CERT_FILE) return;
  const extra = [SSL_CERT_FILE, NODE_EXTRA_CA_CERTS].flatMap((file) => (file ? [readFileSync(file, 'utf8')] : []));
  const tls = { ca: [...rootCertificates, ...extra] };
  setGlobalDispatcher(new EnvHttpProxyAgent({ connect: tls, requestTls: tls, proxyTls: tls }));
}
