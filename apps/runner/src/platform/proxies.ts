import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';

/**
 * Sends requests through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, which Node's own fetch does not read.
 * NODE_EXTRA_CA_CERTS Node reads itself.
 */
export function useProxies(variables: NodeJS.ProcessEnv): void {
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = variables;
  if (HTTPS_PROXY ?? https_proxy ?? HTTP_PROXY ?? http_proxy) setGlobalDispatcher(new EnvHttpProxyAgent());
}
