import type { SampleBenchmark } from '../theme';

/** Small exercises in several languages: a stub and a unit-test file each. */
export const polyglot: SampleBenchmark = {
  name: 'synth-polyglot',
  meanPassRate: 0.58,
  explore: [
    ['ls exercises/current', 'README.md  src/  tests/'],
    [
      'cat exercises/current/README.md',
      'Instructions and a table of examples; only the stub in src/ may change.',
    ],
  ],
  verify: {
    command: './run-exercise-tests.sh',
    passed: 'all 24 tests pass',
    failed: '21 of 24 tests pass; failing: handles empty input, keeps insertion order, rejects negative size',
  },
  retry: [
    ["./run-exercise-tests.sh --only 'keeps insertion order'", 'expected [b, a], got [a, b]'],
    ["sed -n '/insertion order/,/^}/p' tests/*", 'the test adds b first and expects b to come out first'],
  ],
  themes: [
    {
      id: 'rust-borrow',
      tasks: [
        'Rust: implement a circular buffer with a fixed capacity generic over T. Reading an empty buffer and writing to a full one return typed errors; overwriting drops the oldest item.',
        'Rust: write a singly linked list with push, pop, peek and an into-reversed conversion, without unsafe code and without reference counting.',
      ],
      moves: [
        ['cargo test --quiet 2>&1 | head -20', 'error[E0507]: cannot move out of a mutable reference'],
        ["sed -i 's/self.head/self.head.take()/' src/lib.rs", 'edited 3 places'],
        ['cargo test --quiet', 'test result: ok. 14 passed'],
      ],
      workflow: {
        goal: 'Make a Rust container compile when values must leave a mutable reference',
        steps: [
          'Read the first borrow-checker error only',
          'Use Option::take or mem::replace to leave a valid value behind',
          'Keep bounds on the impl block as small as the methods need',
          'Run cargo test and then cargo clippy',
        ],
      },
      summary: {
        about: 'Rust ring buffer and linked list under the borrow checker',
        text: 'Most compile errors came from moving a node out of its owner. Taking the option and leaving None in its place resolved them together, after which one test about overwriting the oldest item remained and needed the read index to advance.',
      },
      insight: {
        title: 'Fix the first error and look again before touching the second',
        description: 'A tool prints a long list of complaints at once',
        content:
          'Later messages are often consequences of the first one. Repair it, rerun, and see how the list has shrunk; editing in several places at once hides which edit did what and invites changes that were never needed.',
      },
    },
    {
      id: 'go-concurrency',
      tasks: [
        'Go: count letter frequencies of many texts in parallel and return a single map; the tests run with the race detector.',
        'Go: implement a bank account that supports concurrent deposits and a close operation after which every call reports failure.',
      ],
      moves: [
        ['go test -race ./...', 'WARNING: DATA RACE at frequency.go:18'],
        ['cat > frequency.go  # one map per goroutine, merged through a channel', 'written'],
        ['go test -race -count=20 ./...', 'ok'],
      ],
      workflow: {
        goal: 'Parallelise a Go reduction without sharing mutable maps',
        steps: [
          'Give each goroutine a local result',
          'Send results over a channel and merge them in one place',
          'Guard open and closed state with a single mutex',
          'Run the tests twenty times with the race detector',
        ],
      },
      summary: {
        about: 'Parallel letter frequency in Go',
        text: 'A shared map behind a lock passed the tests but was slower than the sequential version. Local maps merged at the end were both race-free and faster; the account exercise needed the balance check and the update under the same lock.',
      },
      insight: {
        title: 'Let each worker own its data and merge once at the end',
        description: 'Several workers contribute to one result',
        content:
          'Shared state needs rules about who may touch it and when. Separate partial results need only a final merge, which is easy to test by itself, gives the same answer in any order, and usually turns out faster as well.',
      },
    },
    {
      id: 'java-rounding',
      tasks: [
        'Java: compute the scrabble-like score of a word with letter and word multipliers, ignoring case and rejecting characters outside the alphabet.',
        'Java: split an amount of money among n people so that the parts differ by at most one cent and add up exactly.',
      ],
      moves: [
        ['./gradlew test --offline', 'MoneyTest > splitsThreeWays FAILED: expected 33.34 but was 33.33'],
        ["sed -i 's/double/long/g; s/amount \\/ n/cents \\/ n/' src/main/java/Money.java", 'edited'],
        ['./gradlew test --offline', 'BUILD SUCCESSFUL, 17 tests'],
      ],
      workflow: {
        goal: 'Divide money exactly in Java',
        steps: [
          'Convert to whole cents at the boundary',
          'Divide with integer arithmetic and keep the remainder',
          'Hand out one cent to the first remainder people',
          'Assert that the parts add up to the total',
        ],
      },
      summary: {
        about: 'Splitting an amount into equal parts of whole cents',
        text: 'Floating point lost a cent on three-way splits. Integer cents and an explicit remainder made the sum exact, and an assertion on the total caught a later mistake in the negative case.',
      },
      insight: {
        title: 'Choose a representation in which the invariant cannot break',
        description: 'Totals, proportions or balances must agree exactly',
        content:
          'Rather than rounding at the end and hoping, store the quantity in its smallest indivisible unit and distribute what is left over on purpose. Then assert the total; a check that costs one line guards every future change.',
      },
    },
    {
      id: 'python-parsing',
      tasks: [
        "Python: parse a small arithmetic language in English ('What is 5 plus 13 minus 2?') and raise ValueError with fixed messages for unknown operations and bad syntax.",
        'Python: implement a reader for a tree notation with nested parentheses, escaped brackets and multi-value properties.',
      ],
      moves: [
        ['python -m pytest -q', "5 failed, 19 passed; AssertionError: 'syntax error' != 'unknown operation'"],
        ["grep -n 'raises' -A3 tests/wordy_test.py", 'messages are compared literally'],
        ['python -m pytest -q', '24 passed'],
      ],
      workflow: {
        goal: 'Write a small recursive parser whose error messages are part of the contract',
        steps: [
          'Collect every expected message from the tests',
          'Tokenise first and parse second',
          'Raise the most specific message at the place where the grammar breaks',
          'Add inputs that are cut off at every position',
        ],
      },
      summary: {
        about: 'Word problems and tree notation in Python',
        text: 'The values were right at once, whereas five tests compared messages literally. Splitting tokenising from parsing made it clear which failure is an unknown operation and which is bad syntax.',
      },
      insight: {
        title: 'Treat the wording of failures as part of the interface',
        description: 'Callers or checks depend on messages, codes or exit statuses',
        content:
          'Search for every place where the failure is observed and copy the expected form exactly. Being right about values and loose about failures passes most checks and still counts as wrong.',
      },
    },
    {
      id: 'cpp-lifetime',
      tasks: [
        'C++: implement a simple binary search tree with an in-order iterator; values are templated and duplicates go to the left.',
        'C++: model a robot-name factory that never hands out the same name twice and releases names on reset.',
      ],
      moves: [
        ['cmake --build build && ctest --test-dir build', 'Segmentation fault in iterator increment'],
        [
          'cmake -DCMAKE_CXX_FLAGS=-fsanitize=address build && ctest --test-dir build',
          'heap-use-after-free in tree.h:52',
        ],
        ['ctest --test-dir build', '100% tests passed out of 19'],
      ],
      workflow: {
        goal: 'Track down a lifetime bug in a C++ container',
        steps: [
          'Rebuild with the address sanitizer',
          'Find who owns the node named in the report',
          'Hold owners as unique_ptr and observers as raw pointers',
          'Rerun without the sanitizer and compare times',
        ],
      },
      summary: {
        about: 'Binary search tree iterator in C++',
        text: 'The iterator kept a pointer to a temporary node. The sanitizer named the line within seconds, after half an hour of reading had not; ownership moved into unique_ptr members.',
      },
      insight: {
        title: 'Switch on the strictest diagnostics early, not as a last resort',
        description: 'A crash or corruption whose origin is unclear',
        content:
          'Sanitizers, strict modes and assertions report the first wrong moment, while a crash shows some later consequence. Turning them on takes a minute; reasoning backwards from the symptom takes much longer.',
      },
    },
    {
      id: 'javascript-order',
      tasks: [
        'JavaScript: implement a promise-based task queue with a concurrency limit that returns results in submission order.',
        'JavaScript: group an array of grades by student and list the students sorted by grade and then by name, without locale surprises.',
      ],
      moves: [
        ['npm test -- --watch=false', 'Expected [1,2,3], received [2,1,3]'],
        ['cat > queue.js  # store results by index', 'written'],
        ['npm test -- --watch=false', 'Tests: 16 passed'],
      ],
      workflow: {
        goal: 'Return asynchronous results in the order in which they were asked for',
        steps: [
          'Remember the index of every submitted task',
          'Write each result to its own slot',
          'Start the next task when one settles, whether it succeeded or not',
          'Test with delays in descending order',
        ],
      },
      summary: {
        about: 'Promise queue with a concurrency limit',
        text: 'Results were pushed as they arrived, which held only while the delays were equal. Slots by index and a test with descending delays settled it; rejected tasks must also free their place.',
      },
      insight: {
        title: 'State the order you promise, and test it with inputs that arrive in another',
        description: 'Lists, results or records whose order somebody will rely on',
        content:
          'Orders that come out right by accident break under load. Name the sort key, including how ties are broken, and give the check an input that is deliberately shuffled or reversed.',
      },
    },
    {
      id: 'ruby-time',
      tasks: [
        "Ruby: compute the date of a meetup such as 'the last Thursday of May' or 'the teenth Monday' for any year.",
        'Ruby: implement a clock without dates that supports adding and subtracting minutes and compares equal at the same time.',
      ],
      moves: [
        ['ruby -Ilib test/meetup_test.rb', '93 runs, 4 failures: last weekday in February'],
        ["ruby -rdate -e 'p Date.new(2024,2,-1)'", '#<Date: 2024-02-29>'],
        ['ruby -Ilib test/meetup_test.rb', '93 runs, 0 failures'],
      ],
      workflow: {
        goal: 'Compute calendar dates described by weekday and position',
        steps: [
          'List the candidate days of the month',
          'Filter by weekday',
          'Pick by position from the front or from the back',
          'Test leap years and months of four weeks',
        ],
      },
      summary: {
        about: 'Meetup dates and a clock in Ruby',
        text: 'Enumerating the days of the month and filtering was shorter and safer than computing offsets. The clock stores minutes modulo one day, so that equality follows by itself.',
      },
      insight: {
        title: 'Enumerate a small space instead of deriving clever offsets',
        description: 'The possible answers are few and the rule for finding one is fiddly',
        content:
          'When at most a few dozen candidates exist, list them all and filter. The result reads like the requirement, edge cases need no special branch, and speed is of no concern at that size.',
      },
    },
    {
      id: 'haskell-types',
      tasks: [
        'Haskell: implement a zipper over a binary tree with up, left, right, setValue and toTree.',
        'Haskell: write run-length encoding and decoding with the property that decoding the code gives back the text.',
      ],
      moves: [
        ['stack test --fast', 'Non-exhaustive patterns in function up'],
        ['stack build --ghc-options=-Wincomplete-patterns', 'warning: pattern not matched: (Zipper _ [])'],
        ['stack test --fast', '21 examples, 0 failures'],
      ],
      workflow: {
        goal: 'Write a total function over an algebraic data type',
        steps: [
          'Write down the constructors and one equation for each',
          'Turn on the incomplete-pattern warning',
          'Return Maybe where movement can fail',
          'State the round trip as a property',
        ],
      },
      summary: {
        about: 'Tree zipper and run-length code in Haskell',
        text: 'The compiler listed the missing case once the warning was enabled. The round-trip property found that single characters were encoded with an explicit one, which the tests forbid.',
      },
      insight: {
        title: 'Use a round trip as a cheap and powerful check',
        description: 'Something is encoded, serialised, moved or converted',
        content:
          'Going there and back must give the original. The property needs no expected values, covers inputs that nobody would think of, and fails on precisely the information that was lost on the way.',
      },
    },
    {
      id: 'elixir-state',
      tasks: [
        'Elixir: implement a tournament tally that reads results line by line and prints an aligned table sorted by points and name.',
        'Elixir: keep a running inventory in a GenServer with reserve, release and expire after a timeout.',
      ],
      moves: [
        ['mix test --seed 0', '1) test ties are broken by name (TournamentTest)'],
        ['mix run -e \'IO.inspect Tournament.sort_key(%{points: 3, name: "A"})\'', '{-3, "A"}'],
        ['mix test', '12 tests, 0 failures'],
      ],
      workflow: {
        goal: 'Reduce a stream of text lines to a sorted table in Elixir',
        steps: [
          'Parse each line to a tuple or skip it',
          'Reduce into a map keyed by name',
          'Sort by a tuple of negative points and name',
          'Pad the columns in one formatting function',
        ],
      },
      summary: {
        about: 'Tournament table in Elixir',
        text: 'Blank and commented lines were skipped during parsing rather than later. A tuple as sort key expressed descending points and ascending names together.',
      },
      insight: {
        title: 'Clean input once at the edge, and trust it afterwards',
        description: 'Messy lines, optional fields or comments in what comes in',
        content:
          'Decide at the entrance what is valid, skipped or refused, and convert it to one strict form. Code behind the entrance then has no defensive branches, and odd inputs have a single place to be discussed.',
      },
    },
    {
      id: 'typescript-generics',
      tasks: [
        'TypeScript: implement a typed event emitter in which listeners of an event receive exactly its payload type; unsubscribing during emit must be safe.',
        'TypeScript: write a deep-readonly matrix class with transpose, row and column access and structural equality.',
      ],
      moves: [
        [
          'npx tsc --noEmit -p .',
          "error TS2345: Argument of type 'string' is not assignable to parameter of type 'never'",
        ],
        ['cat > src/emitter.ts  # map of event names to payload types', 'written'],
        ['npx vitest run', '18 passed'],
      ],
      workflow: {
        goal: 'Type an event emitter by a map from names to payloads',
        steps: [
          'Make the map the only type parameter',
          'Constrain the name to keyof the map',
          'Copy the listener list before calling it',
          'Add a test that must not compile',
        ],
      },
      summary: {
        about: 'Typed event emitter in TypeScript',
        text: 'One type parameter, the event map, replaced three. Removing a listener while emitting skipped the next one until the list was copied before iteration.',
      },
      insight: {
        title: 'Iterate over a snapshot when the collection may change underneath',
        description: 'Callbacks, plugins or concurrent edits can add or remove entries during a pass',
        content:
          'Copy the list, then walk the copy. It costs little, makes the semantics explicit (whoever was present at the start is visited once), and removes a class of failures that appear only in rare interleavings.',
      },
    },
  ],
};
