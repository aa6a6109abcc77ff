import { constructorOf } from './constructors';
import { setArrayState, setDtypeState } from './numpy';
import type { PickleStack } from './pickle-stack';
import { NumpyArray, NumpyDtype, Opaque, PickleTuple } from './values';

/** STACK_GLOBAL: a name as an inert marker. */
export function nameFromStack(stack: PickleStack): void {
  const [module, name] = stack.popMany(2);
  if (typeof module !== 'string' || typeof name !== 'string') throw stack.malformed('a name is no text');
  stack.push(new Opaque(module, name));
}

/** REDUCE: builds plain data when the callable is on the closed list, and refuses the file when it is not. */
export function reduce(stack: PickleStack): void {
  const [callable, args] = stack.popMany(2);
  if (!(callable instanceof Opaque)) throw stack.forbidden('it wants to call something that is no name');
  const construct = constructorOf(callable);
  if (!construct) throw stack.forbidden(`it wants to call ${callable.path.slice(0, 120)}`);
  if (!(args instanceof PickleTuple)) throw stack.malformed('the arguments of a call are no tuple');
  const value = construct(args.items, stack);
  if (value === undefined) throw stack.malformed(`${callable.path} was given arguments that do not fit`);
  stack.push(value);
}

/** BUILD: the state of a numpy array or dtype, and of nothing else. */
export function build(stack: PickleStack): void {
  const state = stack.pop();
  const object = stack.top();
  if (object instanceof NumpyArray) {
    const bytes = state instanceof PickleTuple ? state.items[4] : null;
    if (Buffer.isBuffer(bytes) || typeof bytes === 'string') stack.charge(bytes.length);
    const problem = setArrayState(object, state);
    if (problem) throw stack.malformed(problem);
  } else if (object instanceof NumpyDtype) {
    if (!setDtypeState(object, state)) throw stack.malformed('the state of a dtype is malformed');
  } else throw stack.forbidden('it wants to set the state of an object');
}

/** NEWOBJ and NEWOBJ_EX name a class below their arguments. */
export function refuseObject(stack: PickleStack, argumentCount: number): never {
  const cls = stack.popMany(argumentCount + 1)[0];
  const name = cls instanceof Opaque ? cls.path.slice(0, 120) : 'a class';
  throw stack.forbidden(`it wants to make an object of ${name}`);
}
