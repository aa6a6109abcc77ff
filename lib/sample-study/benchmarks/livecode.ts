import type { SampleBenchmark } from '../theme';

/** Contest programming: one file, standard input to standard output, hidden cases. */
export const livecode: SampleBenchmark = {
  name: 'synth-livecode',
  meanPassRate: 0.52,
  explore: [
    ['cat problem.md', 'Statement, constraints (n up to 200000) and two examples.'],
    ['ls cases/', 'example1.in  example1.out  example2.in  example2.out'],
  ],
  verify: {
    command: 'python judge.py solution.py',
    passed: '41/41 hidden cases accepted, slowest 0.38 s',
    failed: '37/41 hidden cases accepted; case 38: wrong answer; case 39: time limit exceeded',
  },
  retry: [
    ['python brute.py < small.in; python solution.py < small.in', '7\n6'],
    ['python stress.py --rounds 500', 'round 83 differs: n=3, values 5 5 1'],
  ],
  themes: [
    {
      id: 'meeting-rooms',
      tasks: [
        'Given n half-open booking intervals, print the smallest number of rooms such that no two bookings in one room overlap. n is at most 200000; endpoints fit in 32 bits.',
        'A list of train platform occupations is given as arrival and departure minutes. Find the largest number of trains standing in the station at one moment and the first minute at which that happens.',
      ],
      moves: [
        ['cat > solution.py  # sweep over (time, +1/-1) events', 'written, 18 lines'],
        ['python solution.py < cases/example1.in', '3'],
        ['diff <(python solution.py < cases/example2.in) cases/example2.out', '(no difference)'],
      ],
      workflow: {
        goal: 'Count the greatest overlap of a set of intervals read from standard input',
        steps: [
          'Turn each interval into an opening and a closing event',
          'Sort events by time and put closings before openings at equal times',
          'Walk the events while keeping a running count',
          'Print the largest count and check the half-open boundary on a two-interval case',
        ],
      },
      summary: {
        about: 'Smallest number of rooms for overlapping bookings',
        text: 'The agent replaced a quadratic comparison of all pairs by a sweep over sorted endpoints. The first submission failed on touching bookings because openings were handled before closings; reversing that order fixed every remaining case.',
      },
      insight: {
        title: 'Decide what happens at the exact boundary before writing the loop',
        description:
          'When ranges, limits or deadlines touch, equal values are where implementations disagree',
        content:
          'Write down in one sentence whether the end belongs to the range, then test the two-element case in which one thing ends exactly as the other begins. Most off-by-one repairs come from skipping that sentence.',
      },
    },
    {
      id: 'longest-window',
      tasks: [
        'Find the length of the longest contiguous block of a string that contains at most k distinct characters. The string has up to 300000 lowercase letters.',
        'Given daily temperatures, find the longest run of days in which the difference between the warmest and the coldest day does not exceed d.',
      ],
      moves: [
        ['cat > solution.py  # two pointers with a counter', 'written, 22 lines'],
        ['python -c "print(\'abc\'*100000)" > big.in && time python solution.py < big.in', 'real 0m0.29s'],
        ['python judge.py solution.py --examples', '2/2'],
      ],
      workflow: {
        goal: 'Find the longest contiguous window that satisfies a monotone condition',
        steps: [
          'Move the right end one element at a time and update the window state',
          'While the condition is broken, move the left end and undo its element',
          'Record the best length after each repair',
          'Time it on the largest input that the limits allow',
        ],
      },
      summary: {
        about: 'Longest substring with at most k distinct characters',
        text: 'Two pointers and a dictionary of counts gave linear time. Deleting keys whose count fell to zero mattered, since the number of keys was used as the number of distinct characters.',
      },
      insight: {
        title: 'Let maintained state mirror exactly what it claims to count',
        description: 'Running totals, caches and counters that are updated piece by piece',
        content:
          'If a quantity is updated step by step, remove what no longer contributes instead of leaving zeros behind. Compare the maintained value with one computed from scratch on a few small inputs; a silent drift shows up there first.',
      },
    },
    {
      id: 'shortest-toll',
      tasks: [
        'A road network has n towns and m one-way roads with tolls. You hold one voucher that halves the toll of a single road. Print the cheapest cost from town 1 to town n.',
        'In a grid of heights you may move to a neighbouring cell; effort is the largest height difference along the way. Find the path of least effort between two corners.',
      ],
      moves: [
        ['cat > solution.py  # dijkstra over (town, voucher used)', 'written, 31 lines'],
        ['python solution.py < cases/example1.in', '17'],
        ['python gen_max.py > big.in && time python solution.py < big.in', 'real 0m1.12s'],
      ],
      workflow: {
        goal: 'Find a cheapest route when a one-time option changes the price of an edge',
        steps: [
          'Make a copy of every node for each state of the option',
          'Connect the copies by the edges on which the option is used',
          'Run a priority-queue search over the enlarged graph',
          'Take the minimum over the copies of the target',
        ],
      },
      summary: {
        about: 'Cheapest road with one half-price voucher',
        text: 'The state was enlarged from towns to pairs of town and voucher. An earlier attempt to halve the dearest edge of the ordinary shortest path gave wrong answers, because the best path with a voucher may be a different one.',
      },
      insight: {
        title: 'Put the hidden choice into the state instead of patching the answer afterwards',
        description: 'A one-time option or mode changes which overall plan is best',
        content:
          'Solving the plain problem first and adjusting its result assumes that the option does not change the plan. Model the option as part of the state and let the same search decide when to use it.',
      },
    },
    {
      id: 'digit-dp',
      tasks: [
        'Count the integers from 1 to N (N has up to 18 digits) whose decimal digits never contain two equal neighbours.',
        'How many numbers in [L, R] have a digit sum divisible by seven? L and R have up to 17 digits.',
      ],
      moves: [
        ['cat > brute.py  # direct count for N < 100000', 'written'],
        ['cat > solution.py  # memo over position, previous digit, tight, started', 'written, 27 lines'],
        ['for n in 9 10 11 99 100 12345; do python compare.py $n; done', 'all equal'],
      ],
      workflow: {
        goal: 'Count numbers up to a huge bound whose digits satisfy a local rule',
        steps: [
          'Write a brute-force counter for small bounds',
          'Define a memo over position, tightness and what the rule needs to remember',
          'Treat leading zeros as a separate flag',
          'Compare with brute force on all bounds up to ten thousand',
        ],
      },
      summary: {
        about: 'Counting numbers without equal neighbouring digits',
        text: 'A memoised recursion over the digits was checked against direct counting for every bound below ten thousand. The comparison exposed that leading zeros had been counted as equal neighbours.',
      },
      insight: {
        title: 'Keep a slow but obvious version and let it argue with the fast one',
        description: 'An optimised result is hard to judge by looking at it',
        content:
          'Five minutes spent on a naive reference repay themselves as soon as the clever version is nearly right. Feed both with many tiny random inputs and stop at the first difference; the smallest disagreeing input usually explains itself.',
      },
    },
    {
      id: 'prefix-remainder',
      tasks: [
        'Count the subarrays whose sum is divisible by k. The array holds up to 200000 integers, some negative.',
        'A binary string is balanced if it has as many ones as zeros. Print the number of balanced substrings.',
      ],
      moves: [
        ['cat > solution.py  # count prefix sums by remainder', 'written, 11 lines'],
        ["echo '3 5\n-5 10 -3' | python solution.py", '3'],
        ['python judge.py solution.py --examples', '2/2'],
      ],
      workflow: {
        goal: 'Count subarrays with a given sum property in linear time',
        steps: [
          'Translate the property into an equality between two prefix values',
          'Normalise the prefix value so that negative numbers fall into the same classes',
          'Seed the counter with the empty prefix',
          'Add the number of earlier equal prefixes at each position',
        ],
      },
      summary: {
        about: 'Subarrays whose sum is divisible by k',
        text: 'Prefix sums were grouped by remainder and pairs counted on the fly. The version in C++ first lost cases with negative sums because its remainder operator keeps the sign.',
      },
      insight: {
        title: 'Account for the empty case as a full citizen',
        description: 'Counts, joins and aggregates that begin from nothing',
        content:
          'Ask what the answer is before any element has arrived and enter it explicitly. A missing starting entry makes every result too small by exactly the cases that begin at the first element, which is easy to overlook in a large output.',
      },
    },
    {
      id: 'string-rewrite',
      tasks: [
        "Repeatedly delete the pattern 'ab' or 'ba' from a string until none is left. Print the length of what remains; the string is up to one million characters.",
        'Given a bracket string with three kinds of brackets, print the fewest insertions that make it well formed.',
      ],
      moves: [
        ['cat > solution.py  # stack of open symbols', 'written, 15 lines'],
        ['time python solution.py < million.in', 'real 0m0.61s'],
        ['python judge.py solution.py --examples', '2/2'],
      ],
      workflow: {
        goal: 'Simulate repeated local deletions in a long string without rescanning it',
        steps: [
          'Read characters from left to right onto a stack',
          'Compare each new character with the top and cancel when they form the pattern',
          'Prove on paper that the order of cancellations does not matter',
          'Print what remains on the stack',
        ],
      },
      summary: {
        about: 'Deleting neighbouring pairs until the string is stable',
        text: 'Calling replace in a loop was correct but took forty seconds on the largest input. A stack does the same cancellations in a single pass, since a deletion can only make the two newly adjacent characters interact.',
      },
      insight: {
        title: 'Ask how far a change can reach before reprocessing everything',
        description: 'A small edit triggers a full recomputation',
        content:
          'Work out which neighbours an edit can affect. If the influence is local, update just those and keep the rest; if you cannot name the limit of its influence, recompute first and optimise when measured times demand it.',
      },
    },
    {
      id: 'binary-answer',
      tasks: [
        'You must ship packages in order within D days using one truck. Find the smallest truck capacity that makes this possible.',
        'Place c routers on a line of n candidate positions so that the smallest distance between two routers is as large as possible.',
      ],
      moves: [
        ['cat > solution.py  # feasible(capacity) and bisection', 'written, 20 lines'],
        ["python -c 'import solution; print(solution.feasible(14), solution.feasible(15))'", 'False True'],
        ['python judge.py solution.py --examples', '2/2'],
      ],
      workflow: {
        goal: 'Optimise a threshold by asking whether a given value is feasible',
        steps: [
          'Write the feasibility test on its own and check it by hand',
          'Confirm that feasibility changes only once as the value grows',
          'Bisect between a bound known to fail and one known to work',
          'Print the first feasible value and test its predecessor',
        ],
      },
      summary: {
        about: 'Smallest capacity that ships everything in time',
        text: 'The greedy feasibility check was written first and tested by itself. Bisection over integers ended in an endless loop until the middle was rounded toward the lower bound.',
      },
      insight: {
        title: "Separate the question 'is this good enough' from the search for the best",
        description: 'Tuning a size, limit or threshold',
        content:
          'A yes-or-no check is simple to write, simple to test, and can be trusted alone. Build it first; the search around it then becomes mechanical, and each later doubt can be settled by calling the check for one value.',
      },
    },
    {
      id: 'modular-count',
      tasks: [
        'Compute the number of ways to tile a 2 by n board with dominoes and L-shaped trominoes, modulo 1000000007, for n up to 10^18.',
        'Evaluate the n-th term of a linear recurrence of order three modulo m, where n has up to 18 digits.',
      ],
      moves: [
        ['cat > solution.py  # 3x3 matrix power', 'written, 24 lines'],
        ['for n in 1 2 3 4 5; do echo $n | python solution.py; done', '1 2 5 11 24'],
        ['echo 1000000000000000000 | python solution.py', '313456156'],
      ],
      workflow: {
        goal: 'Evaluate a linear recurrence at a huge index',
        steps: [
          'Derive the recurrence and verify the first five terms by enumeration',
          'Write it as a companion matrix',
          'Raise the matrix to the power by repeated squaring with reduction at every product',
          'Check index zero and one separately',
        ],
      },
      summary: {
        about: 'Tilings of a 2 by n board for enormous n',
        text: 'The recurrence was guessed from five enumerated values and then proved. Matrix exponentiation answered the largest index in under a millisecond; the only mistake was an index shifted by one in the starting vector.',
      },
      insight: {
        title: 'Verify the first handful of values by hand before trusting a formula',
        description: 'A derived rule, closed form or generated configuration is about to be used at scale',
        content:
          'Small cases can be enumerated independently of the reasoning that produced the rule. When five of them agree, the rule is probably right; when the second one is off, nothing that follows would have been worth computing.',
      },
    },
    {
      id: 'union-islands',
      tasks: [
        'Cells of an n by m sea become land one at a time. After each event print the number of islands.',
        'Friend requests arrive in order; answer online whether two given people are connected, and how large their group is.',
      ],
      moves: [
        ['cat > solution.py  # disjoint sets with path halving', 'written, 29 lines'],
        ['python solution.py < cases/example2.in | head -3', '1\n2\n1'],
        ['python gen_max.py | time python solution.py > /dev/null', 'real 0m0.94s'],
      ],
      workflow: {
        goal: 'Maintain connected components while elements are switched on',
        steps: [
          'Give every element a parent and a size',
          'On activation add one component, then merge with active neighbours',
          'Subtract one for every merge that joined different roots',
          'Ignore repeated activations of the same element',
        ],
      },
      summary: {
        about: 'Number of islands after each new land cell',
        text: 'Disjoint sets with path halving processed two hundred thousand events in under a second. A repeated event for a cell that was already land had to be ignored, which the statement mentions only in its last line.',
      },
      insight: {
        title: 'Make repeated events harmless',
        description: 'Inputs, messages or steps may arrive twice',
        content:
          'Check whether the thing has already been done and return the same result without doing it again. Specifications mention duplicates in passing, if at all, yet real inputs contain them and counters go wrong silently.',
      },
    },
    {
      id: 'fast-input',
      tasks: [
        'Given q range-sum queries over a static array of a million numbers, print all answers. The time limit is one second.',
        'Sort two million fixed-width records by their second column and print the median of each block of one thousand.',
      ],
      moves: [
        [
          'python -m cProfile -s tottime solution.py < big.in | head -12',
          'input() 1000000 calls, 0.83 s of 1.07 s',
        ],
        [
          "sed -i 's/input()/sys.stdin.buffer.read()/' solution.py && time python solution.py < big.in > out",
          'real 0m0.31s',
        ],
        ['cmp out expected && echo same', 'same'],
      ],
      workflow: {
        goal: 'Bring a correct solution below a tight time limit',
        steps: [
          'Profile on the largest input',
          'Read all input at once and split it',
          'Collect the answers and print them with a single call',
          'Compare the output byte for byte with the slow version',
        ],
      },
      summary: {
        about: 'A million range sums in one second',
        text: 'The algorithm was linear from the beginning, and yet it exceeded the limit: four fifths of the time went into reading lines one by one. Reading the buffer at once made it three times faster without touching the arithmetic.',
      },
      insight: {
        title: 'Measure where the time goes before improving anything',
        description: 'Something is too slow and a suspicion is at hand',
        content:
          'Suspicions about speed are wrong surprisingly often. Take one profile on a realistic input, change only the largest item, and measure again. Keep the earlier output at hand to prove that the faster version still says the same.',
      },
    },
  ],
};
