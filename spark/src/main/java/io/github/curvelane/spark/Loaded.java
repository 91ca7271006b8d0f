package io.github.curvelane.spark;

import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ChunkedObjective;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.RDDBlockId;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** What the first reading of a partition found. */
final class Loaded implements Serializable {
  private static final long serialVersionUID = 1;

  /** Why this executor must not compute; empty if it may. */
  String refusal = "";

  int partition;
  int[] indices = new int[0];
  int[] examples = new int[0];
  int[] checksums = new int[0];

  /** Whether Spark keeps the partition in memory. */
  boolean isCached;

  String executor = "";
  String description = "";

  /** Reads a partition: every chunk is opened, looked at by the objective, and kept by Spark. */
  static final class Read<A, D>
      extends AbstractFunction1<scala.collection.Iterator<Held<D>>, Loaded>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final Broadcast<Shared<A, D>> shared;
    private final int rdd;

    Read(Broadcast<Shared<A, D>> shared, int rdd) {
      this.shared = shared;
      this.rdd = rdd;
    }

    @Override
    public Loaded apply(scala.collection.Iterator<Held<D>> held) {
      TaskContext context = TaskContext.get();
      Loaded loaded = new Loaded();
      loaded.partition = context.partitionId();
      loaded.executor = ExecutorReport.executor();
      loaded.description = ExecutorReport.describe();
      loaded.refusal = shared.value().refusal();
      if (loaded.refusal.isEmpty()) {
        loaded.read(CollectionConverters.asJava(held), shared.value().session().objective());
        loaded.isCached =
            SparkEnv.get()
                .blockManager()
                .getStatus(new RDDBlockId(rdd, context.partitionId()))
                .isDefined();
      }
      return loaded;
    }
  }

  private <A, D> void read(Iterator<Held<D>> held, ChunkedObjective<A, D> objective) {
    Precision<A> precision = objective.precision();
    int count = 0;
    while (held.hasNext()) {
      Held<D> chunk = held.next();
      if (count == indices.length) {
        int length = Math.max(8, 2 * count);
        indices = Arrays.copyOf(indices, length);
        examples = Arrays.copyOf(examples, length);
        checksums = Arrays.copyOf(checksums, length);
      }
      indices[count] = chunk.index();
      checksums[count] = chunk.checksum();
      examples[count] = examples(chunk, precision, objective);
      count++;
    }
    indices = Arrays.copyOf(indices, count);
    examples = Arrays.copyOf(examples, count);
    checksums = Arrays.copyOf(checksums, count);
  }

  private static <A, D> int examples(
      Held<D> chunk, Precision<A> precision, ChunkedObjective<A, D> objective) {
    D opened = chunk.open(precision);
    try {
      return objective.examples(opened);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(chunk.name() + ": " + refused.getMessage(), refused);
    }
  }
}
