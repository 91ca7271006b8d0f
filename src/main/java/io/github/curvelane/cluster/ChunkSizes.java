package io.github.curvelane.cluster;

import io.github.curvelane.Arithmetic;
import java.util.List;

/** What is checked of chunks when workers are made. */
final class ChunkSizes {
  private ChunkSizes() {}

  /** The number of examples of each chunk, of which only the last may be partial. */
  static <A, D> int[] of(ChunkedObjective<A, D> objective, List<D> chunks) {
    int[] examples = new int[chunks.size()];
    for (int c = 0; c < examples.length; c++) {
      examples[c] = objective.examples(chunks.get(c));
      int least = c == examples.length - 1 ? 1 : Arithmetic.EXAMPLE_CHUNK;
      if (examples[c] < least || examples[c] > Arithmetic.EXAMPLE_CHUNK) {
        throw new IllegalArgumentException(
            "chunk %d of %d has %d examples, must have %s%d"
                .formatted(
                    c,
                    examples.length,
                    examples[c],
                    least == 1 ? "from 1 to " : "",
                    Arithmetic.EXAMPLE_CHUNK));
      }
    }
    return examples;
  }

  /** Refuses indices that are not those of some chunks in ascending order. */
  static void requireAscending(int[] chosen, int chunks) {
    if (chosen.length == 0) {
      throw new IllegalArgumentException("chunks is empty, must be at least one");
    }
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] < 0 || chosen[i] >= chunks) {
        throw new IllegalArgumentException(
            "chunks[%d] is %d, must be a chunk from 0 to %d".formatted(i, chosen[i], chunks - 1));
      }
      if (i > 0 && chosen[i] <= chosen[i - 1]) {
        throw new IllegalArgumentException(
            "chunks[%d] is %d, must be greater than the %d before it"
                .formatted(i, chosen[i], chosen[i - 1]));
      }
    }
  }
}
