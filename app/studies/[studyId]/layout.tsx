import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SyntheticBadge } from '@/app/_components/badge';
import { getDb } from '@/db/client';
import { getStudy, listStudies } from '@/lib/queries/studies';
import { LiveRefresh } from './_components/live-refresh';
import { StudyNavigation } from './_components/study-navigation';
import { StudySwitcher } from './_components/study-switcher';

export async function generateMetadata({ params }: LayoutProps<'/studies/[studyId]'>): Promise<Metadata> {
  const study = await getStudy(await getDb(), (await params).studyId);
  return study ? { title: { default: study.name, template: `%s · ${study.name} · Carryover` } } : {};
}

export default async function StudyLayout({ children, params }: LayoutProps<'/studies/[studyId]'>) {
  const { studyId } = await params;
  const db = await getDb();
  const studies = await listStudies(db);
  const study = studies.find(({ id }) => id === studyId);
  if (!study) notFound();
  return (
    <>
      <LiveRefresh studyId={study.id} revision={study.revision} />
      <p className="hidden px-4 print:block">
        {study.name} {study.synthetic ? <SyntheticBadge /> : null}
      </p>
      <div className="border-b border-line bg-raised no-print">
        <div className="mx-auto max-w-[1440px] px-4 pt-2.5 sm:px-6">
          <div className="flex items-center gap-2">
            <StudySwitcher studyId={study.id} studies={studies.map(({ id, name }) => ({ id, name }))} />
            {study.synthetic ? <SyntheticBadge /> : null}
          </div>
          <StudyNavigation studyId={study.id} />
        </div>
      </div>
      <main id="main" className="mx-auto max-w-[1440px] px-4 py-6 sm:px-6">
        {children}
      </main>
    </>
  );
}
