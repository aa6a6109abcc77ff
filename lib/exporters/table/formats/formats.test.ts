import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { Provenance } from '../../provenance';
import { characterMacro } from '../escape-latex';
import type { ExportTable } from '../export-table';
import { flatColumns } from '../flat-columns';
import { notesOf } from '../format-cell';
import { anyTable } from '../testing';
import { tableFormats } from '.';

const provenance: Provenance = {
  title: 'Gains',
  study: 'a “study”\n\\end{table}',
  dataHash: 'ab12',
  settings: { passK: 1, missing: 'leave-out' },
  seeds: [7],
  codeVersion: '0.1.0 (abc)',
  command: "npx carryover gains --study 'a b'",
};

const gains: ExportTable = {
  title: 'pass@1 by benchmark, in % & points',
  notes: ['95 % intervals.'],
  columns: [
    { key: 'condition', label: 'Condition', type: { kind: 'text' } },
    { key: 'swe', label: 'pass@1', group: 'SWE_bench', type: { kind: 'percent' } },
    { key: 'swe_gain', label: 'gain', group: 'SWE_bench', type: { kind: 'points' } },
    { key: 'tasks', label: 'Tasks', type: { kind: 'integer' } },
  ],
  rows: [
    {
      cells: [
        { value: 'no memory' },
        { value: 0.5234 },
        { value: null, reason: 'the baseline' },
        { value: 1200 },
      ],
    },
    {
      cells: [
        { value: 'insight | top_3' },
        { value: 0.61, best: true },
        { value: 0.0866, interval: { low: -0.0123, high: 0.1855 }, stars: 1 },
        { value: 40 },
      ],
    },
  ],
};

const written = (id: keyof typeof tableFormats, table: ExportTable): string =>
  tableFormats[id].write(table, provenance) as string;

it('lists every format of the folder', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => !/^index\.|\.test\./.test(name));
  expect(files.map((name) => name.replace('.ts', '')).sort()).toEqual(Object.keys(tableFormats).sort());
});

it.each(Object.keys(tableFormats) as (keyof typeof tableFormats)[])(
  '%s refuses what is no table',
  async (id) => {
    const write = async (table: ExportTable) => tableFormats[id].write(table, null);
    const ragged = { ...gains, rows: [{ cells: [{ value: 'alone' }] }] };
    await expect(write(ragged)).rejects.toThrow(RangeError);
    const [first, ...others] = gains.rows[1]!.cells;
    const broken = (cell: ExportTable['rows'][0]['cells'][0]) => ({
      ...gains,
      rows: [{ cells: [first!, cell, ...others.slice(1)] }],
    });
    await expect(write(broken({ value: Number.NaN }))).rejects.toThrow(/finite/);
    await expect(write(broken({ value: 'text' }))).rejects.toThrow(/percent/);
  },
);

describe('CSV', () => {
  it('has value, ends and reason of an estimate in columns of their own', () => {
    expect(written('csv', gains)).toBe(
      'condition,swe,swe_gain,swe_gain_ci_low,swe_gain_ci_high,swe_gain_reason,tasks\r\n' +
        'no memory,0.5234,,,,the baseline,1200\r\n' +
        'insight | top_3,0.61,0.0866,-0.0123,0.1855,,40\r\n',
    );
  });

  it('is read back as it was, formulas as text', () => {
    const kept = (value: string | number | null) =>
      value === null
        ? ''
        : typeof value === 'string' && /^[=+\-@\t\r]/.test(value)
          ? `'${value}`
          : `${value}`;
    fc.assert(
      fc.property(anyTable, (table) => {
        const columns = flatColumns(table);
        const lines = [
          columns.map(({ name }) => kept(name)),
          ...table.rows.map((_, r) => columns.map(({ values }) => kept(values[r]!))),
        ];
        expect(parse(written('csv', table), { record_delimiter: '\r\n' })).toEqual(lines);
      }),
    );
  });
});

describe('JSON', () => {
  it('is the table', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        expect(JSON.parse(written('json', table))).toEqual(
          JSON.parse(JSON.stringify({ ...table, carryover: provenance })),
        );
      }),
    );
  });
});

describe('Parquet', () => {
  const bytes = async (table: ExportTable) =>
    ((await tableFormats.parquet.write(table, provenance)) as Uint8Array<ArrayBuffer>).buffer;

  it('is read back as it was, with its types', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, async (table) => {
        const columns = flatColumns(table);
        const rows = await parquetReadObjects({ file: await bytes(table) });
        const well = (v: unknown) => (typeof v === 'string' ? v.toWellFormed() : v);
        const expected = table.rows.map((_, r) =>
          columns.map(({ name, type, values }) => {
            const value = values[r]!;
            return [well(name), value !== null && type === 'integer' ? BigInt(value) : well(value)];
          }),
        );
        // Not in their order: objects put names that are whole numbers first.
        expect(rows).toEqual(expected.map((cells) => Object.fromEntries(cells)));
      }),
    );
  });

  it('says where it comes from and what its columns are', async () => {
    const { key_value_metadata: held, schema } = parquetMetadata(await bytes(gains));
    const about = new Map(held?.map(({ key, value }) => [key, JSON.parse(value ?? '')]));
    expect(about.get('carryover')).toEqual(provenance);
    expect(about.get('table')).toMatchObject({
      title: gains.title,
      columns: expect.arrayContaining([{ name: 'swe', unit: 'proportion, 0 to 1' }]),
    });
    expect(schema.slice(1).map(({ name, type }) => [name, type])).toEqual(
      expect.arrayContaining([
        ['condition', 'BYTE_ARRAY'],
        ['swe_gain_ci_low', 'DOUBLE'],
        ['tasks', 'INT64'],
      ]),
    );
  });
});

describe('Markdown', () => {
  it('is a table for people', () => {
    expect(written('markdown', gains).split('\n').slice(2, 6)).toEqual([
      '| Condition | SWE\\_bench: pass@1 | SWE\\_bench: gain | Tasks |',
      '| --- | ---: | ---: | ---: |',
      '| no memory | 52.3 | – | 1,200 |',
      '| insight \\| top\\_3 | **61.0** | +8.7\\* \\[−1.2, +18.6\\] | 40 |',
    ]);
  });

  it('keeps every row whole, whatever the cells say', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const text = written('markdown', table);
        const lines = text.split('\n').filter((line) => line.startsWith('| '));
        expect(lines).toHaveLength(table.rows.length + 2);
        for (const line of lines) {
          const open = line.replace(/\\[\\`*_{}[\]<>#|~$&]/g, '');
          expect(open.split('|')).toHaveLength(table.columns.length + 2);
          expect(open.replaceAll('**', '')).not.toMatch(/[\\`*_[\]<>#~$&]/);
        }
      }),
    );
  });
});

/** What of a LaTeX text is not a command of ours: nothing in it may still mean something. */
function withoutCommands(text: string): string {
  return text
    .replace(characterMacro, '')
    .replace(/^% .*$/gm, '')
    .replace('\\setlength{\\tabcolsep}{4pt}', '')
    .replace(/\\(begin|end|multicolumn|cmidrule)(\{[^{}]*\}|\(lr\)|\[t\])*(\{@\{\}[lr]*@\{\}\})?/g, '')
    .replace(/(?<!\\)\$(\^\{\*+\}|-|\\[A-Za-z]+)\$/g, '')
    .replace(/ & | \\\\$/gm, '')
    .replace(/\\\\\[-0\.3ex\]\{\\scriptsize /g, '{')
    .replace(/\{\[\}|\{\]\}|\{\*\}/g, '')
    .replace(/\\[A-Za-z]+|\\[{}$&#%_,]/g, '')
    .replace(/[{}]/g, '');
}

describe('LaTeX', () => {
  it('is a booktabs table that says what it needs and where it comes from', () => {
    const text = written('latex', gains);
    expect(text).toMatch(/^% Needs .*booktabs/);
    expect(text).toContain('% "command": "npx carryover gains --study \'a b\'"'.replace('% ', '%   '));
    const body = text.slice(text.indexOf('\\begin{table}'));
    expect(body.split('\n').slice(4, 13)).toEqual([
      '    \\toprule',
      '     & \\multicolumn{2}{c}{SWE\\_bench} &  \\\\',
      '    \\cmidrule(lr){2-3}',
      '    Condition & pass@1 & gain & Tasks \\\\',
      '    \\midrule',
      '    no memory & 52.3 & \\textendash{} & 1,200 \\\\',
      '    insight \\textbar{} top\\_3 & \\textbf{61.0} & \\begin{tabular}[t]{@{}r@{}}+8.7$^{*}$\\\\[-0.3ex]{\\scriptsize {[}$-$1.2, +18.6{]}}\\end{tabular} & 40 \\\\',
      '    \\bottomrule',
      '  \\end{tabular}',
    ]);
    expect(body).toContain('pass@1 by benchmark, in \\% \\& points');
  });

  it('leaves no sign of a text its meaning, and closes what it opens', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const text = written('latex', table);
        const body = text.split('\n').filter((line) => !line.startsWith('% '));
        let depth = 0;
        for (const [brace] of body.join('\n').matchAll(/\\[\\{}]|[{}]/g)) {
          if (brace === '{') depth++;
          if (brace === '}') depth--;
          if (depth < 0) expect(depth).toBe(0);
        }
        expect(depth).toBe(0);
        expect(withoutCommands(text)).not.toMatch(/[\\{}$&#%^_~<>|"`]/);
        // Signs that grow together: an en dash, a quote, a low quote.
        expect(body.join('\n')).not.toMatch(/--|''|(?<!\\),,/);
        const rows = body.filter((line) => / \\\\$/.test(line) && !line.includes('\\multicolumn'));
        expect(rows).toHaveLength(table.rows.length + 1);
        for (const row of rows)
          expect(row.replaceAll('\\&', '').split('&')).toHaveLength(table.columns.length);
        expect(body.filter((line) => line.endsWith('\\par'))).toHaveLength(notesOf(table).length);
      }),
    );
  });

  const engine = ['pdflatex', 'tectonic'].find((name) => {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });

  it.skipIf(!engine)('is set by TeX (skipped where neither pdflatex nor tectonic is installed)', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'carryover-latex-'));
    try {
      const tables = [gains, ...fc.sample(anyTable, { numRuns: 20, seed: 7 })];
      const document = `\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{booktabs}\\begin{document}\n${tables.map((table) => `${written('latex', table)}\n\\clearpage\n`).join('')}\\end{document}\n`;
      writeFileSync(path.join(folder, 'table.tex'), document);
      const options = engine === 'pdflatex' ? ['-interaction=nonstopmode', '-halt-on-error'] : [];
      execFileSync(engine!, [...options, 'table.tex'], { cwd: folder });
      expect(readdirSync(folder)).toContain('table.pdf');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
