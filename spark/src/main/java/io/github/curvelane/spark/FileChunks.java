package io.github.curvelane.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The chunks of a partition, each read when it is asked for. Nothing is shuffled: a task opens the
 * files and goes to its rows.
 */
final class FileChunks implements Iterator<RawChunk> {
  /** Sent with every task; the configuration of the file systems once an executor. */
  private record Reading(
      ChunkSource source, ChunkRanges ranges, Broadcast<SerializableConfiguration> hadoop)
      implements Function2<Integer, Iterator<Integer>, Iterator<RawChunk>> {
    @Override
    public Iterator<RawChunk> call(Integer partition, Iterator<Integer> nothing) {
      try {
        return new FileChunks(
            source.open(hadoop.value().value()),
            ranges,
            ranges.first(partition),
            ranges.first(partition + 1));
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
  }

  private final ChunkSource.Cursor cursor;
  private final ChunkRanges ranges;
  private final int end;
  private int next;

  private FileChunks(ChunkSource.Cursor cursor, ChunkRanges ranges, int first, int end) {
    this.cursor = cursor;
    this.ranges = ranges;
    this.next = first;
    this.end = end;
    TaskContext.get().addTaskCompletionListener((TaskContext task) -> close());
  }

  /** The chunks of a source, in the partitions that the ranges say. */
  static JavaRDD<RawChunk> of(JavaSparkContext context, ChunkSource source, ChunkRanges ranges) {
    List<Integer> partitions = IntStream.range(0, ranges.partitions()).boxed().toList();
    Broadcast<SerializableConfiguration> hadoop =
        ClusterJob.send(
            context,
            "reading of files",
            new SerializableConfiguration(context.hadoopConfiguration()));
    return context
        .parallelize(partitions, ranges.partitions())
        .mapPartitionsWithIndex(new Reading(source, ranges, hadoop), false);
  }

  @Override
  public boolean hasNext() {
    return next < end;
  }

  @Override
  public RawChunk next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      return cursor.read(next, ChunkRanges.start(next), ranges.size(next++));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void close() {
    try {
      cursor.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
