package io.github.curvelane.spark;

import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** Sums that tasks add before they come to the driver, in whatever order a shuffle brings them. */
final class Shuffled {
  private Shuffled() {}

  static void run(
      JavaSparkContext context,
      String name,
      JavaPairRDD<Integer, Answer> parts,
      int reducers,
      FlatMapFunction<Iterator<Tuple2<Integer, Answer>>, Answer> add,
      Consumer<Answer> each) {
    JavaRDD<Answer> added = parts.partitionBy(new ByKey(reducers)).mapPartitions(add);
    try {
      ClusterJob.run(
          context.sc(),
          name,
          added.rdd(),
          new ClusterJob.Only<>(),
          IntStream.range(0, reducers).boxed().toList(),
          each);
    } finally {
      if (!context.sc().isStopped()) {
        ClusterJob.uninterrupted(() -> added.rdd().cleanShuffleDependencies(false));
      }
    }
  }

  /** The key is the reducer. */
  private static final class ByKey extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int reducers;

    ByKey(int reducers) {
      this.reducers = reducers;
    }

    @Override
    public int numPartitions() {
      return reducers;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }

  /** Consecutive partitions have one key. */
  static final class ToGroups<A, D>
      implements PairFlatMapFunction<Iterator<Held<D>>, Integer, Answer> {
    private static final long serialVersionUID = 1;

    private final ChunkTask<A, D> task;
    private final int groupSize;

    ToGroups(ChunkTask<A, D> task, int groupSize) {
      this.task = task;
      this.groupSize = groupSize;
    }

    @Override
    public Iterator<Tuple2<Integer, Answer>> call(Iterator<Held<D>> chunks) {
      int group = TaskContext.getPartitionId() / groupSize;
      return List.of(new Tuple2<>(group, task.whole(chunks))).iterator();
    }
  }

  /** Ranges of coordinates have one key each. */
  static final class ToSlices<A, D>
      implements PairFlatMapFunction<Iterator<Held<D>>, Integer, Answer> {
    private static final long serialVersionUID = 1;

    private final ChunkTask<A, D> task;
    private final int[] cuts;

    ToSlices(ChunkTask<A, D> task, int[] cuts) {
      this.task = task;
      this.cuts = cuts;
    }

    @Override
    public Iterator<Tuple2<Integer, Answer>> call(Iterator<Held<D>> chunks) {
      List<Tuple2<Integer, Answer>> parts = new ArrayList<>();
      for (Answer slice : task.slices(chunks, cuts)) {
        parts.add(new Tuple2<>(parts.size(), slice));
      }
      return parts.iterator();
    }
  }

  /** Adds the trees of a group. */
  static final class AddWhole<A, D>
      implements FlatMapFunction<Iterator<Tuple2<Integer, Answer>>, Answer> {
    private static final long serialVersionUID = 1;

    private final ChunkTask<A, D> task;

    AddWhole(ChunkTask<A, D> task) {
      this.task = task;
    }

    @Override
    public Iterator<Answer> call(Iterator<Tuple2<Integer, Answer>> parts) {
      String refusal = task.refusal();
      if (!refusal.isEmpty()) {
        return List.of(Answer.refused(refusal)).iterator();
      }
      Session<A, D> session = task.session();
      ChunkTree<A> tree = session.takeTree(task.chunks(), task.width());
      try {
        return List.of(added(tree, parts)).iterator();
      } finally {
        session.giveTree(tree);
      }
    }
  }

  /** Adds one range of coordinates of all trees. */
  static final class AddSlice<A, D>
      implements FlatMapFunction<Iterator<Tuple2<Integer, Answer>>, Answer> {
    private static final long serialVersionUID = 1;

    private final ChunkTask<A, D> task;
    private final int[] cuts;

    AddSlice(ChunkTask<A, D> task, int[] cuts) {
      this.task = task;
      this.cuts = cuts;
    }

    @Override
    public Iterator<Answer> call(Iterator<Tuple2<Integer, Answer>> parts) {
      String refusal = task.refusal();
      if (!refusal.isEmpty()) {
        return List.of(Answer.refused(refusal)).iterator();
      }
      int slice = TaskContext.getPartitionId();
      ChunkTree<A> tree = new ChunkTree<>(Kernels.of(task.session().objective().precision()));
      tree.begin(task.chunks(), task.width(), cuts[slice + 1] - cuts[slice]);
      Answer answer = added(tree, parts);
      answer.slice = slice;
      return List.of(answer).iterator();
    }
  }

  private static <A> Answer added(ChunkTree<A> tree, Iterator<Tuple2<Integer, Answer>> parts) {
    Answer sum = new Answer();
    while (parts.hasNext()) {
      Answer part = parts.next()._2();
      sum.include(part);
      if (sum.refusal.isEmpty()) {
        tree.mergeBytes(part.nodes);
      }
    }
    sum.nodes = tree.toBytes();
    return sum;
  }
}
