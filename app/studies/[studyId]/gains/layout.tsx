import { Suspense } from 'react';
import { GainsNavigation } from './_components/gains-navigation';

export default async function GainsLayout({ children, params }: LayoutProps<'/studies/[studyId]/gains'>) {
  const { studyId } = await params;
  return (
    <>
      <Suspense>
        <GainsNavigation studyId={studyId} />
      </Suspense>
      {children}
    </>
  );
}
