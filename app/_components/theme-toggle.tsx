'use client';

import { Moon, Sun } from 'lucide-react';

/** Switches between light and dark and remembers the choice in this browser. */
export function ThemeToggle() {
  const toggle = () => {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem('theme', root.dataset.theme);
    } catch {
      // A browser that keeps nothing still switches for this page.
    }
  };
  return (
    <button
      type="button"
      onClick={toggle}
      aria-label="Switch between light and dark"
      className="grid size-8 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
    >
      <Sun className="hidden size-4 [[data-theme=dark]_&]:block" aria-hidden="true" />
      <Moon className="size-4 [[data-theme=dark]_&]:hidden" aria-hidden="true" />
    </button>
  );
}
