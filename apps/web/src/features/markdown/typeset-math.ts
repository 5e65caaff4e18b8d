import type { Element, ElementContent, Root } from 'hast';
import katex from 'katex';

/**
 * Replaces the formulas marked by remark-math with KaTeX's markup. (rehype-katex depends on an older KaTeX, whose markup
 * does not match this site's style sheet.)
 */
export function typesetMath() {
  return (tree: Root): void => {
    tree.children = tree.children.map((node) => (node.type === 'element' ? typeset(node) : node));
  };
}

function typeset(element: Element): ElementContent {
  const [only] = element.children;
  if (element.tagName === 'pre' && only?.type === 'element' && hasClass(only, 'language-math')) return formula(only, true);
  // A formula alone in its paragraph is a display formula: authors also write $$ ... $$ on one line.
  if (element.tagName === 'p' && element.children.length === 1 && only?.type === 'element' && hasClass(only, 'language-math'))
    return formula(only, true);
  if (element.tagName === 'code' && hasClass(element, 'language-math')) return formula(element, hasClass(element, 'math-display'));
  return { ...element, children: element.children.map((child) => (child.type === 'element' ? typeset(child) : child)) };
}

/** A formula with a mistake is shown as its source in red and does not break the page. */
function formula({ children }: Element, displayMode: boolean): ElementContent {
  const source = children.map((child) => (child.type === 'text' ? child.value : '')).join('');
  return {
    type: 'raw',
    value: katex.renderToString(source, { displayMode, throwOnError: false, trust: false, strict: 'ignore', maxExpand: 1000 }),
  };
}

function hasClass({ properties: { className } }: Element, name: string): boolean {
  return Array.isArray(className) && className.includes(name);
}
