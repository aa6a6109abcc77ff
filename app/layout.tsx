import type { Metadata, Viewport } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { preload } from 'react-dom';
import { ThemeToggle } from './_components/theme-toggle';
import './globals.css';

/** Every page reads the database: nothing is made ahead of time. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'Carryover', template: '%s · Carryover' },
  description: 'The lab bench for memory transfer in coding agents.',
  icons: { icon: '/icon.svg' },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

/** Runs before the first paint, so that a chosen theme does not flash. */
const applyTheme = `try{var t=localStorage.getItem('theme');if(t!=='light'&&t!=='dark')t=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';document.documentElement.dataset.theme=t}catch(e){}`;

/** Its letters are on every page: known only when the first text is laid out, they make the browser lay out all of it again. */
const letters = new URL(
  '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  import.meta.url,
).toString();

export default function RootLayout({ children }: { children: ReactNode }) {
  preload(letters, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' });
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file, no data in it */}
        <script dangerouslySetInnerHTML={{ __html: applyTheme }} />
      </head>
      <body className="min-h-dvh">
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:absolute focus:left-3 focus:top-3 focus:z-50 button"
        >
          Skip to content
        </a>
        <header className="border-b border-line bg-raised">
          <div className="mx-auto flex h-12 max-w-[1440px] items-center gap-5 px-4 sm:px-6">
            <Link href="/" className="flex items-center gap-2 font-semibold tracking-tight">
              <svg viewBox="0 0 24 24" className="size-5" aria-hidden="true">
                <path
                  d="M3 17c5 0 5-10 9-10s4 10 9 10"
                  fill="none"
                  stroke="var(--accent)"
                  strokeWidth="2.4"
                  strokeLinecap="round"
                />
                <circle cx="3" cy="17" r="2.2" fill="var(--type-trajectory)" />
                <circle cx="21" cy="17" r="2.2" fill="var(--type-insight)" />
              </svg>
              Carryover
            </Link>
            <nav aria-label="Main" className="flex items-center gap-4 text-muted">
              <Link href="/" className="hover:text-ink">
                Studies
              </Link>
              <Link href="/jobs" className="hover:text-ink">
                Jobs
              </Link>
            </nav>
            <div className="ml-auto">
              <ThemeToggle />
            </div>
          </div>
        </header>
        {children}
      </body>
    </html>
  );
}
