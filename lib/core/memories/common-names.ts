/**
 * Names that look like something's own and belong to everybody: tools, languages, files that every project has,
 * built-in errors and functions. An insight may mention them.
 */
const words = (text: string): string[] => text.trim().split(/\s+/);

/** Files that say nothing about the project they lie in. */
export const commonFiles = new Set(
  words(`readme.md readme.rst changelog.md license.txt contributing.md package.json package-lock.json tsconfig.json
    jsconfig.json requirements.txt setup.py setup.cfg pyproject.toml pytest.ini tox.ini conftest.py __init__.py
    __main__.py manage.py cargo.toml cargo.lock go.mod go.sum pom.xml build.gradle docker-compose.yml
    docker-compose.yaml dockerfile makefile yarn.lock poetry.lock environment.yml index.html .env output.txt
    nginx.conf resolv.conf sshd_config`),
);

/** Products, and words about naming. */
const products =
  words(`GitHub GitLab JavaScript TypeScript CoffeeScript ActionScript PostScript PowerShell NumPy SciPy
  PyTorch TensorFlow DataFrame StackOverflow YouTube LinkedIn BitBucket CamelCase PascalCase camelCase snake_case
  SNAKE_CASE kebab_case UPPER_CASE lower_case macOS iOS iPhone jQuery eBay OpenSsl MatPlotLib LangChain LlamaIndex
  WebSocket WebAssembly FileSystem ReadMe TypeHint UseCase ToDo`);

const errors = words(`ValueError TypeError KeyError IndexError AttributeError ImportError ModuleNotFoundError
  FileNotFoundError FileExistsError NotImplementedError RuntimeError AssertionError SyntaxError IndentationError
  NameError UnboundLocalError ZeroDivisionError OverflowError ArithmeticError FloatingPointError IOError OSError
  UnicodeDecodeError UnicodeEncodeError UnicodeError TimeoutError PermissionError RecursionError MemoryError
  ConnectionError BrokenPipeError StopIteration StopAsyncIteration KeyboardInterrupt SystemExit BaseException
  DeprecationWarning FutureWarning UserWarning RuntimeWarning ReferenceError RangeError EvalError URIError
  AggregateError NullPointerException IllegalArgumentException IllegalStateException RuntimeException
  ClassNotFoundException IndexOutOfBoundsException ArrayIndexOutOfBoundsException NumberFormatException
  UnsupportedOperationException ConcurrentModificationException InterruptedException StackOverflowError
  OutOfMemoryError NoMethodError ArgumentError CalledProcessError JSONDecodeError`);

const everywhere =
  words(`LD_LIBRARY_PATH NODE_ENV DEBIAN_FRONTEND PYTHONPATH NODE_PATH JAVA_HOME read_csv to_csv
  setUp tearDown toString hashCode getElementById querySelector addEventListener innerHTML className useState
  useEffect forEach indexOf isinstance is_valid max_length min_length exit_code return_code file_name file_path
  pg_dump pg_dumpall pg_restore pg_ctl pg_isready sshd_config ssh_config known_hosts authorized_keys
  dist_packages site_packages node_modules base_class sub_class data_type true_positive false_positive`);

/** Identifiers that no task owns. */
export const commonNames = new Set([...products, ...errors, ...everywhere]);

/** First parts of dotted names that are libraries of the language or known to everybody. */
export const commonRoots = new Set(
  words(`os sys re json math cmath time datetime random string io csv sqlite3 subprocess logging pathlib itertools
    functools collections typing dataclasses unittest pytest inspect importlib ast copy shutil tempfile glob argparse
    threading multiprocessing asyncio socket struct hashlib base64 urllib http decimal fractions statistics operator np
    numpy pd pandas plt matplotlib sklearn scipy torch tf tensorflow requests self this cls super console Math Object
    Array Number String Promise JSON Date process fs path util window document module exports std java javax fmt strings
    errors testing System e.g i.e`),
);

/** Functions that every program calls. */
export const commonCalls = new Set(
  words(`print len open close read write main range list dict set tuple str int float bool type input map filter sorted
    sort reversed sum min max abs round any all zip enumerate repr hash next iter eval exec super format join split strip
    replace append extend insert remove pop keys values items update get isinstance hasattr getattr setattr test setup
    teardown init run exit assert require import log printf malloc free sizeof push slice splice reduce find includes
    foo bar`),
);

/** Commands of the shell that an insight may show. */
export const commonCommands =
  /^(?:\$ ?)?(?:git|ls|cat|grep|rg|find|sed|awk|head|tail|less|cd|pwd|mkdir|rm|cp|mv|touch|echo|python3?|pip3?|pytest|node|npm|npx|yarn|pnpm|make|cmake|cargo|go|mvn|gradle|java|gcc|bash|sh|curl|wget|docker|apt(?:-get)?|chmod|export|which|diff|patch|tar|unzip|ps|kill|tree|wc|sort|uniq|xargs|tee|set|env)\b/;
