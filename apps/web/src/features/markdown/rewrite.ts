import type { Element, ElementContent, Root } from 'hast';

/**
 * Adapts an organiser's page to the site: figures are loaded from the challenge's folder, an image alone in its paragraph becomes a figure
 * with its title as caption, wide tables scroll, and links to other sites are marked as external.
 */
export function rewriteForSite(slug: string) {
  return (tree: Root): void => {
    tree.children = tree.children.map((node) => (node.type === 'element' ? rewrite(node, slug) : node));
  };
}

function rewrite(element: Element, slug: string): Element {
  const children = element.children.map((child) => (child.type === 'element' ? rewrite(child, slug) : child));
  const node: Element = { ...element, children };
  // The challenge's title is the page's only <h1>.
  if (node.tagName === 'h1') return { ...node, tagName: 'h2' };
  if (node.tagName === 'img') return image(node, slug);
  if (node.tagName === 'a') return link(node);
  if (node.tagName === 'table') return wrap('div', { className: ['scroll'], tabIndex: 0, role: 'region', ariaLabel: 'Table' }, [node]);
  if (node.tagName === 'p') return figure(node);
  return node;
}

function image(node: Element, slug: string): Element {
  const source = node.properties.src ?? '';
  const own = /^(?:\.\/)?figures\/([\w.-]+)$/.exec(source)?.[1];
  const src = own ? `/challenge-figures/${slug}/${own}` : source;
  return { ...node, properties: { ...node.properties, src } };
}

function link(node: Element): Element {
  const external = /^https?:/.test(node.properties.href ?? '');
  return external ? { ...node, properties: { ...node.properties, rel: ['noreferrer', 'external'] } } : node;
}

function figure(node: Element): Element {
  const [only, ...others] = node.children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
  if (others.length > 0 || only?.type !== 'element' || only.tagName !== 'img') return node;
  const title = only.properties.title;
  const caption = typeof title === 'string' ? [wrap('figcaption', {}, [{ type: 'text', value: title }])] : [];
  const { title: _moved, ...properties } = only.properties;
  return wrap('figure', {}, [{ ...only, properties }, ...caption]);
}

function wrap(tagName: string, properties: Element['properties'], children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}
