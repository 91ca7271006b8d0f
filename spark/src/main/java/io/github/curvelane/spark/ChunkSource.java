package io.github.curvelane.spark;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** Files of which each task reads the rows of its chunks. Sent to executors. */
interface ChunkSource extends Serializable {
  /** The number of examples. */
  long examples();

  /** The number of inputs of each. */
  int features();

  /** The number of classes or of target values. */
  int outputs();

  /** Whether the targets are classes. */
  boolean areLabels();

  /** Opens the files, if they are as they were when they were first seen. */
  Cursor open(Configuration hadoop) throws IOException;

  /** Goes through chunks in ascending order. */
  interface Cursor extends AutoCloseable {
    /**
     * Reads a chunk.
     *
     * @param index its index
     * @param start its first example
     * @param size the number of its examples
     */
    RawChunk read(int index, long start, int size) throws IOException;

    @Override
    void close() throws IOException;
  }
}
