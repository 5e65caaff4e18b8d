'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { Menu, menuItemClass } from './menu';
import { parseTheme, themeCookie, themes } from './theme';
import type { Theme } from './theme';

const icons = { system: Monitor, light: Sun, dark: Moon };
const names = { system: 'System default', light: 'Light', dark: 'Dark' };
const yearInSeconds = 365 * 86_400;

export function ThemeMenu({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const choose = (value: string) => {
    const next = parseTheme(value);
    setTheme(next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    document.cookie = `${themeCookie}=${next}; path=/; max-age=${yearInSeconds}; samesite=lax`;
  };
  const Current = icons[theme];
  return (
    <Menu label={`Theme: ${names[theme]}`} trigger={<Current aria-hidden className="size-4" />}>
      <DropdownMenu.RadioGroup value={theme} onValueChange={choose}>
        {themes.map((name) => {
          const Icon = icons[name];
          return (
            <DropdownMenu.RadioItem key={name} value={name} className={menuItemClass}>
              <Icon aria-hidden className="size-4 text-muted" />
              <span className="flex-1">{names[name]}</span>
              <DropdownMenu.ItemIndicator className="text-accent">✓</DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
          );
        })}
      </DropdownMenu.RadioGroup>
    </Menu>
  );
}
