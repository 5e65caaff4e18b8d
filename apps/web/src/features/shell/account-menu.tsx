'use client';

import { ChevronDown, LogOut, Server, UserRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { DropdownMenu } from 'radix-ui';
import type { Me } from '@unblind/contracts';
import { nothing } from '@/lib/api/api-error';
import { send } from '@/lib/api/browser';
import { Menu, menuItemClass } from './menu';

export function AccountMenu({ me }: { me: Me }) {
  const router = useRouter();
  const signOut = async () => {
    await send('POST', '/accounts/sign-out', nothing).catch(() => undefined);
    router.push('/');
    router.refresh();
  };
  return (
    <Menu
      label={`Account: ${me.handle}`}
      trigger={
        <>
          <UserRound aria-hidden className="size-4" />
          <span className="hidden max-w-40 truncate sm:inline">{me.handle}</span>
          <ChevronDown aria-hidden className="size-3.5" />
        </>
      }
    >
      <DropdownMenu.Label className="px-2.5 pt-1.5 pb-2 text-sm">
        <span className="block font-medium">{me.name}</span>
        <span className="block text-muted">
          {me.handle}
          {me.role !== 'participant' && ` · ${me.role}`}
        </span>
      </DropdownMenu.Label>
      <DropdownMenu.Separator className="mb-1.5 h-px bg-line" />
      <DropdownMenu.Item asChild>
        <Link href="/account" className={menuItemClass}>
          <UserRound aria-hidden className="size-4 text-muted" /> Account and tokens
        </Link>
      </DropdownMenu.Item>
      {me.role !== 'participant' && (
        <DropdownMenu.Item asChild>
          <Link href="/runners" className={menuItemClass}>
            <Server aria-hidden className="size-4 text-muted" /> Runners
          </Link>
        </DropdownMenu.Item>
      )}
      <DropdownMenu.Item onSelect={() => void signOut()} className={menuItemClass}>
        <LogOut aria-hidden className="size-4 text-muted" /> Sign out
      </DropdownMenu.Item>
    </Menu>
  );
}
