import type { SampleBenchmark } from '../theme';

/** Issues of mid-sized open-source libraries (invented): a repository, a report, hidden tests. */
export const swe: SampleBenchmark = {
  name: 'synth-swe',
  meanPassRate: 0.41,
  explore: [
    ['git log --oneline -5 && git status --short', '5 commits, clean tree'],
    ["rg -n 'def |class ' src --stats | tail -4", '312 matches in 41 files'],
  ],
  verify: {
    command: 'python -m pytest -q tests',
    passed: '486 passed, 3 skipped in 21.4 s',
    failed: '1 failed, 485 passed, 3 skipped: tests/test_regression.py::test_reported_case',
  },
  retry: [
    ['python -m pytest -q tests/test_regression.py -x --pdb < /dev/null', "AssertionError: None != 'utf-8'"],
    ['git diff --stat', '2 files changed, 14 insertions(+), 3 deletions(-)'],
  ],
  themes: [
    {
      id: 'timezone-serialise',
      tasks: [
        'Issue: the scheduler library serialises aware datetimes without their offset, so jobs restored from the store run an hour early after the clocks change. Keep the stored format readable by old versions.',
        "Issue: filtering log records with a date range drops everything from the last day when the user's timezone is west of UTC. Fix the repository's range parser.",
      ],
      moves: [
        ["rg -n 'isoformat|strftime' src/scheduler", 'store.py:88: value.strftime(FORMAT)'],
        ["python - <<< 'import repro; repro.run()'", 'saved 09:00+02:00, loaded 09:00+00:00'],
        ['python -m pytest -q tests/test_store.py', '31 passed'],
      ],
      workflow: {
        goal: 'Fix lost timezone offsets in a persistence layer while old records stay readable',
        steps: [
          'Write a failing test that saves and loads across a clock change',
          'Find the single place that formats timestamps',
          'Write the offset and accept records without one',
          'Run the store tests against a fixture file from the previous release',
        ],
      },
      summary: {
        about: 'Scheduler jobs restored at the wrong hour',
        text: 'The formatting constant lacked the offset. Writing it and reading both forms satisfied the hidden tests; a first attempt that converted everything to UTC changed what users see and was rolled back.',
      },
      insight: {
        title: 'Read old and new, write only new',
        description: 'A stored or exchanged format has to change',
        content:
          'Accept every form that exists in the wild and produce exactly one. Keep a file from before the change among the fixtures, so that compatibility is checked rather than remembered.',
      },
    },
    {
      id: 'mutable-default',
      tasks: [
        "Issue: two clients created one after the other share their headers. Reported against the HTTP wrapper's session constructor; users see an authorization header of another account.",
        "Issue: calling the template engine's render twice with different globals yields values from the first call. The regression appeared with the caching change two releases ago.",
      ],
      moves: [
        ["rg -n 'def __init__.*=\\{\\}' src", 'session.py:41: def __init__(self, headers={}):'],
        ["git log -S'headers={}' --oneline -- src/session.py", '9d1c2aa reuse sessions between clients'],
        ['python -m pytest -q tests/test_session.py', '58 passed'],
      ],
      workflow: {
        goal: 'Remove state that leaks between instances of a Python class',
        steps: [
          'Reproduce with two instances in a single test',
          'Look for mutable defaults, class attributes and module caches',
          'Copy on construction',
          'Search the repository for the same pattern elsewhere',
        ],
      },
      summary: {
        about: 'Headers shared between HTTP sessions',
        text: 'A mutable default argument was the cause. The same pattern existed in two further constructors, which the hidden tests also covered; a search for siblings made the difference.',
      },
      insight: {
        title: 'After one repair, look for its siblings',
        description: 'A defect came from a habit rather than from a slip',
        content:
          'The author who wrote it once probably wrote it elsewhere. Search for the same shape across the project before closing the work; half of all follow-up reports describe a second copy of a mistake already fixed.',
      },
    },
    {
      id: 'encoding-detect',
      tasks: [
        'Issue: the CSV loader raises UnicodeDecodeError on files that begin with a byte order mark and declare no encoding. It should fall back as documented in the changelog.',
        'Issue: the mail parser returns None as charset for messages whose header folds over two lines. Add a test with the attached message.',
      ],
      moves: [
        ['xxd -l 8 tests/data/bom.csv', '00000000: efbb bf6e 616d 652c'],
        ["rg -n 'decode\\(' src/loader.py", 'loader.py:120: text = raw.decode(encoding)'],
        ['python -m pytest -q tests/test_loader.py -k bom', '2 passed'],
      ],
      workflow: {
        goal: 'Handle byte order marks and folded charset headers when reading text',
        steps: [
          'Inspect the offending bytes with a hex dump',
          'Check the mark before the declared encoding',
          'Strip it exactly once',
          "Add the reporter's file as a fixture",
        ],
      },
      summary: {
        about: 'CSV files with a byte order mark fail to load',
        text: 'A hex dump showed the mark at once. The loader honoured a declared encoding but never looked at the first bytes; the order of the two checks was reversed.',
      },
      insight: {
        title: 'Look at the raw bytes before theorising about text',
        description: 'Content looks right on screen and is still rejected',
        content:
          'Terminals and editors hide marks, odd spaces, line endings and normalisation. Dump the first bytes of the failing input beside those of a working one; the difference is usually visible within seconds.',
      },
    },
    {
      id: 'orm-annotation',
      tasks: [
        'Issue: combining an aggregate annotation with a distinct slice in the query builder produces wrong SQL: the limit is applied before grouping.',
        'Issue: the migration planner reorders operations so that an index is created before the column it refers to, when both live in an inherited model.',
      ],
      moves: [
        ["python -c 'from demo import q; print(q.sql())'", 'SELECT ... LIMIT 5 ... GROUP BY author_id'],
        ["rg -n 'def compile_limit' -A18 src/query/compiler.py", 'limit is pushed into the inner select'],
        ['python -m pytest -q tests/query', '201 passed'],
      ],
      workflow: {
        goal: 'Correct SQL generated by a query builder for a combination of clauses',
        steps: [
          'Print the SQL for the smallest failing query',
          'State the intended SQL next to it',
          'Find the compiler method that decides nesting',
          'Add snapshot tests for neighbouring combinations',
        ],
      },
      summary: {
        about: 'Limit applied before grouping in generated SQL',
        text: 'Printing the generated statement made the fault obvious. The fix nests a subquery only if distinct, slice and aggregate meet; doing it always broke a dozen snapshots.',
      },
      insight: {
        title: 'Write the wanted output next to the actual one before opening the generator',
        description: 'Something generates text, code or configuration and gets it wrong',
        content:
          'With both versions side by side the question becomes which decision leads from one to the other. Reading a generator without a concrete difference in mind is slow and ends in changes that are too broad.',
      },
    },
    {
      id: 'deprecation-path',
      tasks: [
        "Issue: renaming the keyword argument 'normalize' to 'norm' broke downstream packages. Accept both for two releases, warn once per call site, and fail if both are given.",
        "Issue: the plotting backend's public alias was removed by accident. Restore it with a deprecation warning that points at the caller.",
      ],
      moves: [
        ["rg -n 'normalize' src docs tests | wc -l", '37'],
        [
          "python -W error::DeprecationWarning -c 'import demo; demo.old_call()'",
          'DeprecationWarning: use norm= (demo.py:3)',
        ],
        ['python -m pytest -q tests/test_deprecations.py', '9 passed'],
      ],
      workflow: {
        goal: 'Rename a public parameter without breaking callers',
        steps: [
          'Accept the old name and translate it at the entrance',
          'Warn with the stack level of the caller',
          'Refuse contradictory use',
          'Document the release in which the old name goes away',
        ],
      },
      summary: {
        about: 'Renamed keyword argument and its warning',
        text: 'A small decorator translated the old name. The hidden tests verified the line number in the warning, which required the right stack level, and the error when both names are passed.',
      },
      insight: {
        title: 'Point the message at the person who can act on it',
        description: 'Warnings and failures that surface far from their cause',
        content:
          "A notice should name the caller's line, the offending value and the replacement. If it names only an internal place, readers learn to ignore it; adjusting that reference is a small change with a large effect.",
      },
    },
    {
      id: 'cache-invalidation',
      tasks: [
        "Issue: the static-site generator does not rebuild pages when an included partial changes. The incremental cache keys only on the page's own file.",
        'Issue: lru-cached property of the geometry class returns stale areas after vertices are edited in place.',
      ],
      moves: [
        ["rg -n 'cache_key' src/site", 'builder.py:64: key = hash(path.read_bytes())'],
        ['touch templates/_footer.html && site build --verbose | grep reused', 'reused 40 pages'],
        ['python -m pytest -q tests/test_incremental.py', '17 passed'],
      ],
      workflow: {
        goal: 'Repair an incremental cache that misses indirect dependencies',
        steps: [
          'Record what is read while a result is made',
          'Derive the key from everything on that list',
          'Store the list beside the result',
          'Test by changing one indirect input at a time',
        ],
      },
      summary: {
        about: 'Stale pages after a partial was edited',
        text: 'The key covered a single file. Recording every template opened during rendering and hashing them all fixed it without noticeable slowdown; dropping the cache entirely would have been simpler and was considered.',
      },
      insight: {
        title: 'A stored result must know everything it was made from',
        description: 'Results are reused and sometimes turn out stale',
        content:
          'List every input that influences the result, including settings, versions and indirectly read files, and let any of them invalidate it. If the list cannot be established, do not store the result.',
      },
    },
    {
      id: 'cli-exit-code',
      tasks: [
        "Issue: the linter's command line exits with 0 although errors were reported, when its output is piped into another program that closes early.",
        "Issue: the package manager's dry-run option still writes the lock file if resolution needs a second round.",
      ],
      moves: [
        ['set -o pipefail; lintdemo bad.py | head -1; echo $?', 'bad.py:1: E101\n0'],
        ["rg -n 'BrokenPipe' src", 'main.py:77: except BrokenPipeError: return 0'],
        ['python -m pytest -q tests/test_cli.py', '44 passed'],
      ],
      workflow: {
        goal: 'Make a command-line tool report its result through the exit status in every path',
        steps: [
          'Reproduce in a subprocess, not by calling main',
          'List every return and exception of the entry function',
          'Compute the status before printing',
          'Test piped, empty and interrupted output',
        ],
      },
      summary: {
        about: 'Exit status lost when the pipe closes',
        text: 'An exception handler for broken pipes returned success. Moving the computation of the status before printing made the order of events irrelevant.',
      },
      insight: {
        title: 'Do not let the handler of a side problem decide the main result',
        description: 'Cleanup, logging or output fails after the real work is done',
        content:
          'Compute the outcome first, keep it in a variable, and let every later handler return that variable. Catch-all branches which invent a result of their own turn failures into successes without anyone noticing.',
      },
    },
    {
      id: 'thread-shutdown',
      tasks: [
        'Issue: the metrics exporter loses the last batch on interpreter exit, because its background thread is a daemon.',
        'Issue: closing the websocket client from inside a callback deadlocks, since close joins the reader thread.',
      ],
      moves: [
        [
          'python -X faulthandler repro.py & sleep 3; kill -ABRT $!',
          'Thread reader: join() called from itself',
        ],
        ["rg -n '\\.join\\(' src/client.py", 'client.py:203: self._reader.join()'],
        ['python -m pytest -q tests/test_close.py --timeout=20', '8 passed'],
      ],
      workflow: {
        goal: 'Shut down a background thread without losing data or deadlocking',
        steps: [
          'Dump all stacks at the hang',
          'Signal the stop through an event and a sentinel',
          'Join only from other threads, with a limit',
          'Flush in an exit handler and test in a subprocess',
        ],
      },
      summary: {
        about: 'Deadlock when closing from a callback',
        text: "A stack dump showed the thread waiting for itself. Close now signals and returns if called from the reader; the exporter's last batch is flushed by an exit handler.",
      },
      insight: {
        title: 'When something hangs, ask it where it stands',
        description: 'A process neither finishes nor fails',
        content:
          'Take a dump of all stacks, or list what each participant waits for, before changing a line. Hangs are rarely slow work; nearly always two parties wait for each other, and the dump names both.',
      },
    },
    {
      id: 'numeric-edge',
      tasks: [
        'Issue: the statistics module returns a negative variance for large, nearly equal values. Replace the formula and keep results identical to twelve digits elsewhere.',
        'Issue: histogram bin edges of the array library exclude the maximum when the range is given as integers of mixed width.',
      ],
      moves: [
        ["python -c 'from stats import var; print(var([1e9+4,1e9+7,1e9+13,1e9+16]))'", '-170.6'],
        ["rg -n 'sum_sq' src/stats.py", 'stats.py:57: sum_sq / n - mean ** 2'],
        ['python -m pytest -q tests/test_stats.py', '129 passed'],
      ],
      workflow: {
        goal: 'Replace a numerically unstable formula in a statistics library',
        steps: [
          'Find an input that shows the cancellation',
          'Use a one-pass update of mean and squared deviations',
          'Compare with exact rational arithmetic',
          'Confirm unchanged results on the existing fixtures',
        ],
      },
      summary: {
        about: 'Negative variance for large values',
        text: "Subtracting two large squares lost every digit. Welford's update repaired it, and fractions served as the exact reference in the new tests.",
      },
      insight: {
        title: 'Be suspicious of differences between large and nearly equal quantities',
        description: 'Results that are impossible, such as negative sizes or percentages above one hundred',
        content:
          'Cancellation destroys digits before anything looks wrong. Rearrange the computation so that deviations are summed directly, and check one extreme input against exact arithmetic.',
      },
    },
    {
      id: 'config-precedence',
      tasks: [
        "Issue: environment variables no longer override the project file in the formatter's settings loader. Command-line flags must still win over both.",
        'Issue: relative paths in an extended configuration are resolved against the working directory rather than against the file that holds them.',
      ],
      moves: [
        ["rg -n 'ChainMap|update\\(' src/settings.py", 'settings.py:33: merged.update(project)'],
        ['FMT_WIDTH=100 fmt --show-settings | grep width', 'width = 88 (project)'],
        ['python -m pytest -q tests/test_settings.py', '39 passed'],
      ],
      workflow: {
        goal: 'Restore the documented precedence of configuration sources',
        steps: [
          'Write a table of sources and their rank from the documentation',
          'Merge from lowest to highest in one function',
          'Remember where each value came from',
          'Test all pairs of sources',
        ],
      },
      summary: {
        about: 'Environment variables ignored by the settings loader',
        text: 'The order of two update calls had been swapped. A table-driven test over all pairs of sources now fixes the precedence, and the tool prints the origin of every value.',
      },
      insight: {
        title: 'Keep the origin together with the value',
        description: 'A setting has several sources and the wrong one wins',
        content:
          'Store where each value was set and show it on request. The question why something has this value then takes seconds to answer, and precedence mistakes become visible to those who make them.',
      },
    },
  ],
};
