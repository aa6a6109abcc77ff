/** Every text has so many numbers: how often its words begin with each letter from a to h. */
const dimensions = 8;
/** In words. */
export const fakeLimit = 6;

const words = (text: string) => text.split(/\s+/).filter(Boolean);

/**
 * Stands for the optional package in tests: the same calls, answered from the letters of the text. It refuses a model
 * named `missing`, and answers token by token, without pooling, for one named `unpooled`.
 */
export const fakeTransformers = {
  async pipeline(task: string, model: string, options: { dtype: string }) {
    if (task !== 'feature-extraction') throw new Error(`Unsupported pipeline: ${task}`);
    if (options.dtype !== 'fp32') throw new Error(`Unsupported dtype: ${options.dtype}`);
    if (model.endsWith('/missing'))
      throw new Error(`Could not locate file: "https://huggingface.co/${model}"`);
    const extract = async (
      texts: string[],
      { pooling, normalize }: { pooling: string; normalize: boolean },
    ) => {
      if (pooling !== 'mean' || !normalize) throw new Error('not as sentence embeddings are made');
      if (model.endsWith('/unpooled')) {
        return { data: new Float32Array(texts.length * 3 * dimensions), dims: [texts.length, 3, dimensions] };
      }
      if (texts.some((text) => words(text).length > fakeLimit))
        throw new Error('longer than the model takes');
      const data = new Float32Array(texts.length * dimensions);
      for (const [i, text] of texts.entries()) {
        const row = data.subarray(i * dimensions, (i + 1) * dimensions);
        for (const word of words(text)) row[(word.charCodeAt(0) - 97) & 7]!++;
        const length = Math.hypot(...row);
        for (let d = 0; d < dimensions; d++) row[d] = row[d]! / length;
      }
      return { data, dims: [texts.length, dimensions] };
    };
    return Object.assign(extract, {
      tokenizer: { encode: (text: string) => words(text).map((_, i) => i), model_max_length: fakeLimit },
    });
  },
};
