// Lets a process or a thread load this project's TypeScript. `--import tsx` registers itself on the main thread only.
import { register } from 'tsx/esm/api';

register();
