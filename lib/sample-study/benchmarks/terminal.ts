import type { SampleBenchmark } from '../theme';

/** Work in a shell of a container: repair services, process files, recover data. */
export const terminal: SampleBenchmark = {
  name: 'synth-terminal',
  meanPassRate: 0.46,
  explore: [
    ['pwd; ls -la; id -un', '/app with 9 entries, root'],
    ['ps aux --sort=-%mem | head -5; df -h / | tail -1', '3 services, 71% of the disk in use'],
  ],
  verify: {
    command: 'bash /tests/run.sh',
    passed: '6 checks passed',
    failed: '4 checks passed, 2 failed: service survives a restart; output file has the expected checksum',
  },
  retry: [
    ['tail -20 /var/log/app.log', 'permission denied: /srv/data/state'],
    ['namei -l /srv/data/state', 'drwx------ root root data'],
  ],
  themes: [
    {
      id: 'nginx-upstream',
      tasks: [
        'The reverse proxy in this container answers 502. Make nginx serve the application on port 8080 under /api, keep the websocket path working, and survive a reload.',
        'Set up nginx with a self-signed certificate for intranet.local, redirect plain HTTP, and log the upstream response time of each request.',
      ],
      moves: [
        [
          'nginx -t; tail -3 /var/log/nginx/error.log',
          'connect() failed (111: Connection refused) while connecting to upstream 127.0.0.1:8000',
        ],
        ['ss -ltnp | grep python', 'LISTEN 127.0.0.1:8080'],
        [
          "sed -i 's/:8000/:8080/' /etc/nginx/conf.d/app.conf && nginx -s reload && curl -si localhost/api/ping | head -1",
          'HTTP/1.1 200 OK',
        ],
      ],
      workflow: {
        goal: 'Repair an nginx reverse proxy that answers 502',
        steps: [
          'Read the error log and note the upstream address',
          'Compare it with the sockets that actually listen',
          'Correct the address and add the upgrade headers',
          'Test the configuration, reload, and request each path with curl',
        ],
      },
      summary: {
        about: 'Proxy answers 502 for every request',
        text: 'The proxy pointed at a port on which nothing listened. After correcting it the websocket still failed until the upgrade headers were passed on.',
      },
      insight: {
        title: 'Compare what is configured with what is actually running',
        description: 'Two components cannot find each other',
        content:
          'Ask the system for its present state (who listens, which version, which path) and lay it beside the configuration. Files describe intentions; only the running system knows the facts.',
      },
    },
    {
      id: 'git-recover',
      tasks: [
        'Somebody reset the branch in /app/repo and lost two commits that contained the file report.md. Recover them onto a branch named rescued without changing main.',
        'Remove a credentials file from the whole history of the repository while keeping authors and dates, then prove that no object still holds it.',
      ],
      moves: [
        ['git reflog --date=iso | head -5', 'f3c1d2e HEAD@{1}: commit: finish report'],
        ['git branch rescued f3c1d2e && git show rescued:report.md | wc -l', '84'],
        ['git log --oneline main..rescued', 'f3c1d2e finish report\n1b0a77c draft report'],
      ],
      workflow: {
        goal: 'Recover commits that were lost by a reset',
        steps: [
          'Copy the repository before touching it',
          'Look for the lost tip in the reflog, else among dangling objects',
          'Create a branch there instead of resetting again',
          'Compare the recovered files with the description',
        ],
      },
      summary: {
        about: 'Two commits lost by a hard reset',
        text: 'The reflog still listed the lost tip. A branch made it reachable again; the working copy was duplicated first, which turned out unnecessary but calming.',
      },
      insight: {
        title: 'Copy before you rescue',
        description: 'Something precious is damaged and the first repair may make it worse',
        content:
          'Work on a duplicate or take a snapshot, then experiment freely. Recovery succeeds in several attempts or not at all, and the first attempt must not consume the only original.',
      },
    },
    {
      id: 'log-aggregate',
      tasks: [
        'From 40 rotated access logs (some gzip-compressed) produce a CSV with requests, bytes and the 95th percentile of response time per hour and status class.',
        'Find the ten client addresses that caused the most 5xx answers within any sliding window of five minutes, and write them sorted with counts.',
      ],
      moves: [
        [
          'zcat -f logs/access.log* | head -1',
          '10.0.3.7 - - [04/Jan/2026:00:00:01 +0000] "GET / HTTP/1.1" 200 512 0.012',
        ],
        ['zcat -f logs/access.log* | awk -f per_hour.awk | sort > out.csv', 'written 961 lines'],
        ["zcat -f logs/* | wc -l; awk -F, '{s+=$3} END {print s}' out.csv", '418223\n418223'],
      ],
      workflow: {
        goal: 'Aggregate rotated and partly compressed logs into hourly figures',
        steps: [
          'Look at one line of every kind of file',
          'Stream all files through zcat -f',
          'Aggregate in a single awk pass',
          'Reconcile the totals with the number of lines',
        ],
      },
      summary: {
        about: 'Hourly statistics from rotated access logs',
        text: 'One awk pass over zcat -f handled compressed and plain files alike. Reconciling totals exposed 212 lines with a quoted space in the path, which had shifted the columns.',
      },
      insight: {
        title: 'Reconcile totals at both ends of a pipeline',
        description: 'Data goes through several steps and something may be dropped on the way',
        content:
          'Count what enters and what leaves, and explain every difference. Filters, joins and parsers lose records silently; a comparison of two numbers is the cheapest audit there is.',
      },
    },
    {
      id: 'cron-environment',
      tasks: [
        'A backup script works by hand and fails from cron. Make the nightly job run, rotate seven archives, and write failures to /var/log/backup.err.',
        'A systemd unit starts before its database is ready. Make the start order reliable without sleeping, and restart the unit after crashes at most five times.',
      ],
      moves: [
        ['env -i /bin/sh -c /usr/local/bin/backup.sh', 'pg_dump: not found'],
        ['crontab -l | head -3', '0 2 * * * /usr/local/bin/backup.sh'],
        ['env -i HOME=/root PATH=/usr/bin:/bin /usr/local/bin/backup.sh; ls /backups | wc -l', '1'],
      ],
      workflow: {
        goal: 'Make a script run under cron as it does by hand',
        steps: [
          'Run it with an empty environment to reproduce',
          'Set the path, locale and working directory in the script',
          'Redirect errors to a file',
          'Trigger the job once and inspect the result',
        ],
      },
      summary: {
        about: 'Backup works by hand, fails at night',
        text: 'With an emptied environment the failure appeared at once: the path lacked the client tools. Rotation was added by listing and deleting in order of name, not of time.',
      },
      insight: {
        title: 'Reproduce the failing surroundings, not merely the failing command',
        description: 'It works here and fails there',
        content:
          'Strip your own session down to what the other side has: variables, user, directory, permissions, network. As soon as it fails here too, the difference that matters is among the few things you removed last.',
      },
    },
    {
      id: 'sqlite-repair',
      tasks: [
        "The file /data/shop.db reports 'database disk image is malformed'. Recover as many orders as possible into a new database with the same schema and list the lost ids.",
        'Convert a 3 GB tab-separated export into SQLite with proper types and two indexes, using less than 300 MB of memory.',
      ],
      moves: [
        ["sqlite3 shop.db 'pragma integrity_check' | head -3", 'row 8812 missing from index orders_date'],
        ['cp shop.db work.db && sqlite3 work.db .recover | sqlite3 new.db', 'done'],
        ["sqlite3 new.db 'select count(*), max(id) from orders'", '9986|10000'],
      ],
      workflow: {
        goal: 'Recover rows from a damaged SQLite file',
        steps: [
          'Work on a copy',
          'Check whether indexes alone are broken',
          'Use the recover command into a fresh file',
          'Compare ids with the expected sequence and list the gaps',
        ],
      },
      summary: {
        about: 'Malformed shop database',
        text: 'Recovery into a new file saved all but fourteen orders. The missing ids were found by joining with a generated sequence, and the schema was compared textually with the original.',
      },
      insight: {
        title: 'Report what could not be saved as carefully as what could',
        description: 'Partial results are unavoidable',
        content:
          'A result that silently lacks a few records is worse than a smaller one with a list of gaps. Generate the complete set of expected keys, subtract what you have, and hand over the difference.',
      },
    },
    {
      id: 'build-from-source',
      tasks: [
        'Build the bundled image library from source without network access and install it below /opt/img so that the Python binding finds it.',
        'Cross-compile the small C tool in /src for a static musl target and show that it has no dynamic dependencies.',
      ],
      moves: [
        ['./configure --prefix=/opt/img 2>&1 | tail -3', 'configure: error: zlib headers not found'],
        [
          'ls third_party && ./configure --prefix=/opt/img --with-zlib=third_party/zlib',
          'configuration complete',
        ],
        [
          "make -j2 && make install && ldd /opt/img/lib/libimg.so | grep 'not found' || echo linked",
          'linked',
        ],
      ],
      workflow: {
        goal: 'Build and install a C library offline into its own prefix',
        steps: [
          'Read the bottom of the configure log',
          'Satisfy each dependency from the bundled sources',
          'Install below a prefix',
          'Set the run-time search path and verify with ldd',
        ],
      },
      summary: {
        about: 'Offline build of an image library',
        text: 'The headers lay in a bundled folder that configure does not search by default. A run path was needed as well, as the binding loaded an older copy from the system.',
      },
      insight: {
        title: 'See whether what you need is already lying around',
        description: 'A dependency, tool or sample seems to be missing',
        content:
          'Search the project, its vendored folders and the machine before fetching or rewriting anything. The prepared copy has the right version, works without a network, and tells how its authors meant it to be used.',
      },
    },
    {
      id: 'disk-full',
      tasks: [
        'The root filesystem is full although du shows only half of it in use. Free the space without restarting the database.',
        'A directory holds two million small files; delete those older than ten days while the service keeps writing, and keep its latency below the alert level.',
      ],
      moves: [
        ['df -h /; du -xsh / 2>/dev/null', '100% of 20G; 9.8G'],
        ['lsof +L1 | sort -k7 -n | tail -2', 'rsyslogd 412 deleted 9.6G /var/log/debug.log'],
        [': > /proc/412/fd/7; df -h / | tail -1', '52% in use'],
      ],
      workflow: {
        goal: 'Find space that is used but not visible in the directory tree',
        steps: [
          "Compare the filesystem's own account with the sum of files",
          'List deleted files that are still open',
          'Truncate through the open descriptor',
          'Fix the rotation that deleted a file in use',
        ],
      },
      summary: {
        about: 'Full disk with half of it unaccounted for',
        text: 'A deleted log was still held open. Truncating it through the process descriptor freed the space without any restart, and log rotation was set to copy and truncate.',
      },
      insight: {
        title: 'When two measurements disagree, the gap is the clue',
        description: 'Two tools report different values for what should be the same quantity',
        content:
          'Do not pick the one you like better. Work out what each of them counts; what falls between the two definitions is generally where the problem lives.',
      },
    },
    {
      id: 'ssh-permissions',
      tasks: [
        "Key login to the container's ssh server fails for user deploy although the key is listed. Make it work without weakening the server's settings.",
        "Give the group 'analysts' shared write access to /srv/reports such that new files belong to the group and nobody else can read them.",
      ],
      moves: [
        ['ssh -vv deploy@localhost true 2>&1 | grep -i denied', 'Permission denied (publickey)'],
        [
          'grep -i authentication /var/log/auth.log | tail -2',
          'bad ownership or modes for directory /home/deploy/.ssh',
        ],
        ['chmod 700 ~deploy/.ssh && chown -R deploy: ~deploy/.ssh && ssh deploy@localhost echo in', 'in'],
      ],
      workflow: {
        goal: 'Repair a refused ssh key login',
        steps: [
          "Read the server's log rather than the client's",
          'Correct owner and mode from the home directory down',
          'Check that the key type is accepted',
          'Log in again and leave the server configuration alone',
        ],
      },
      summary: {
        about: 'Key login refused for the deploy user',
        text: "The client merely said denied; the server's log named the directory mode. No server setting had to change.",
      },
      insight: {
        title: "Read the refusing side's log",
        description: 'A request is rejected with a terse message',
        content:
          'The party that refuses knows why and usually writes it down, while the party refused is told as little as possible. Find that log first; it spares a round of guesses that loosen settings needlessly.',
      },
    },
    {
      id: 'encoding-batch',
      tasks: [
        'Rename and convert 5000 text files in mixed encodings to UTF-8 with Unix line endings; keep modification times and report undecodable files.',
        'Merge three address lists with different separators and quoting into one normalised CSV without duplicates.',
      ],
      moves: [
        ['file -bi inbox/* | sort | uniq -c', '3120 utf-8, 1544 iso-8859-1, 336 utf-16le'],
        ['./convert.sh --dry-run | tail -2', '4991 convertible, 9 undecodable'],
        ['./convert.sh && file -bi outbox/* | sort | uniq -c', '4991 utf-8'],
      ],
      workflow: {
        goal: 'Convert many files of mixed encodings safely',
        steps: [
          'Survey the kinds present and count them',
          'Do a dry run that only reports',
          'Write to a new folder and preserve times',
          'List refused files with the reason',
        ],
      },
      summary: {
        about: 'Five thousand files in mixed encodings',
        text: 'A survey of types came first and shaped the script. Nine files could not be decoded and were listed instead of being converted with replacement characters.',
      },
      insight: {
        title: 'Survey the variety before writing the rule',
        description: 'Many items are to be handled by one procedure',
        content:
          'Count the distinct kinds you have, including the rare ones at the bottom of the list. A procedure designed from the first example meets the exceptions later, when half of the items are already changed.',
      },
    },
    {
      id: 'container-network',
      tasks: [
        'Two processes in separate network namespaces must reach each other by name on port 9000; nothing else may be reachable.',
        'A download script hangs on some hosts only. Find the cause with the tools at hand and make it fail within ten seconds instead.',
      ],
      moves: [
        ['ip netns exec blue ping -c1 -W1 10.9.0.2', '100% packet loss'],
        ['ip -n blue route; ip -n red addr show veth1 | grep state', 'no default route; state DOWN'],
        ['ip -n red link set veth1 up && ip netns exec blue curl -s -m 3 red:9000', 'hello'],
      ],
      workflow: {
        goal: 'Diagnose connectivity layer by layer between two namespaces',
        steps: [
          'Check that the link is up on both ends',
          'Check addresses and routes',
          'Check name resolution',
          'Check the port with a short limit, then add the filter',
        ],
      },
      summary: {
        about: 'Two namespaces that cannot reach each other',
        text: 'One end of the virtual link was down. Going from the link upward found it in the first step, whereas the earlier attempts had started with name resolution.',
      },
      insight: {
        title: 'Diagnose from the bottom layer upward',
        description: 'A stack of parts depends on each other and the whole does not work',
        content:
          'Verify the lowest part by itself, then the next. Each confirmed layer removes a whole family of explanations, and symptoms at the top are poor guides to causes at the bottom.',
      },
    },
  ],
};
