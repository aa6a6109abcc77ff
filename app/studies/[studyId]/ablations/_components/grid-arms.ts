import type { MemoryType, Scope } from '@/lib/core/vocabulary';

export interface GridChoice {
  methods: string[];
  scopes: Scope[];
  /** 'all' stands for all types together. */
  types: (MemoryType | 'all')[];
  topN: number[];
  seed: number;
}

export interface ComposedArm {
  method: string;
  scope: Scope;
  memoryTypes: MemoryType[] | null;
  topN: number;
  seed: number;
}

/** Every combination of the choices, one arm each. */
export function composeArms({ methods, scopes, types, topN, seed }: GridChoice): ComposedArm[] {
  return methods.flatMap((method) =>
    scopes.flatMap((scope) =>
      types.flatMap((type) =>
        topN.map((n) => ({ method, scope, memoryTypes: type === 'all' ? null : [type], topN: n, seed })),
      ),
    ),
  );
}
