/** An OpenAI-compatible chat service that stands in for a paid one: it answers our prompts, and declines one question in forty. */
import { answerChat, startChatService } from '@/lib/llm/test-server';
import { testAnswer } from '@/lib/llm/test-server-answers';

const declines = 40;
/** Long enough that a page shows work under way. */
const thinkMs = 5;

await startChatService((body, response, n) => {
  const reply = n % declines === 0 ? { refusal: 'I would rather not.' } : { content: testAnswer(body) };
  setTimeout(() => answerChat(response, reply), thinkMs);
}, Number(process.env.PORT));
