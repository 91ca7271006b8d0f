package io.github.curvelane.spark;

import io.github.curvelane.Precision;
import io.github.curvelane.data.FeatureMoments;
import io.github.curvelane.data.MomentSums;
import io.github.curvelane.data.Normalization;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Examples that executors read: files, of which each task reads the rows of its chunks, or the rows
 * of a data frame, which one shuffle brings into chunks. Example i is in chunk ⌊i / {@value
 * io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}⌋ whatever the partitions are, so that what is
 * computed of them has the bits of one process that has them all. Immutable; nothing is read before
 * a job wants it, but headers and what orders and counts the rows.
 *
 * <pre>{@literal
 * SparkData<float[]> digits =
 *     SparkData.idx(context, IdxSource.of(images, labels, 10), Precision.FLOAT, 8);
 * SparkData<float[]> inputs = digits.normalized(Normalization.global(digits.moments()));
 * JavaRDD<StoredBlock> blocks = inputs.blocks();
 * }</pre>
 *
 * <p><b>Errors.</b> What is wrong with a header, a column or an order is refused when the data are
 * made; what is wrong with an example by the job that reads it, naming the file and row, or the
 * index: an {@link IllegalArgumentException}, or {@link java.io.UncheckedIOException} of a {@link
 * io.github.curvelane.data.MalformedDataException}. A file that was changed since it was first seen
 * is refused by an {@link IllegalStateException} with its name, a stopped context by another.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class SparkData<A> {
  private static final String SUM = "a sum over the inputs";

  private final JavaSparkContext context;
  private final JavaRDD<RawChunk> chunks;
  private final ChunkRanges ranges;
  private final int features;
  private final int outputs;
  private final boolean areLabels;
  private final Precision<A> precision;
  private final Normalization normalization;

  private SparkData(
      JavaSparkContext context,
      JavaRDD<RawChunk> chunks,
      ChunkRanges ranges,
      int features,
      int outputs,
      boolean areLabels,
      Precision<A> precision,
      Normalization normalization) {
    this.context = context;
    this.chunks = chunks;
    this.ranges = ranges;
    this.features = features;
    this.outputs = outputs;
    this.areLabels = areLabels;
    this.precision = precision;
    this.normalization = normalization;
  }

  // ---------------------------------------------------------------- from where

  /**
   * Reads images and labels of IDX files.
   *
   * @param context the context of the application
   * @param source the files, on file systems that all executors reach
   * @param precision the precision that inputs are rounded to
   * @param partitions the number of partitions, at least 1; any gives the same bits
   * @param <A> {@code float[]} or {@code double[]}
   * @return the data
   * @throws io.github.curvelane.data.MalformedDataException if a header is damaged
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the files do not belong together
   */
  public static <A> SparkData<A> idx(
      JavaSparkContext context, IdxSource source, Precision<A> precision, int partitions)
      throws IOException {
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(source, "source");
    return ofFiles(context, IdxChunks.of(source, hadoop(context)), precision, partitions);
  }

  /**
   * Finds the IDX files of a folder to train on: {@code train-images-idx3-ubyte} and {@code
   * train-labels-idx1-ubyte}, plain or with {@code .gz}, perhaps with a word before them. If there
   * is only one pair, or one of {@code t10k} alone, every fifth image is left to test on. Labels
   * are read, on the driver, for the number of classes.
   *
   * @param context the context of the application
   * @param folder the path of the folder
   * @return the files
   * @throws io.github.curvelane.data.MalformedDataException if a file of labels is damaged
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if there are no such files, or several
   */
  public static IdxSource idxFolder(JavaSparkContext context, String folder) throws IOException {
    Objects.requireNonNull(context, "context");
    if (Objects.requireNonNull(folder, "folder").isEmpty()) {
      throw new IllegalArgumentException("folder is empty, must be the path of a folder");
    }
    return IdxFolder.training(folder, hadoop(context));
  }

  /**
   * Reads tensors of a safetensors file.
   *
   * @param context the context of the application
   * @param source the file, on a file system that all executors reach
   * @param precision the precision that inputs and target values are rounded to
   * @param partitions the number of partitions, at least 1; any gives the same bits
   * @param <A> {@code float[]} or {@code double[]}
   * @return the data
   * @throws io.github.curvelane.data.MalformedDataException if the header is damaged
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if the tensors are not there or do not belong together
   */
  public static <A> SparkData<A> safetensors(
      JavaSparkContext context, TensorSource source, Precision<A> precision, int partitions)
      throws IOException {
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(source, "source");
    return ofFiles(context, TensorChunks.of(source, hadoop(context)), precision, partitions);
  }

  private static <A> SparkData<A> ofFiles(
      JavaSparkContext context, ChunkSource source, Precision<A> precision, int partitions) {
    Objects.requireNonNull(precision, "precision");
    ChunkRanges ranges = new ChunkRanges(source.examples(), partitions);
    return new SparkData<>(
        context,
        FileChunks.of(context, source, ranges),
        ranges,
        source.features(),
        source.outputs(),
        source.areLabels(),
        precision,
        Normalization.none(source.features()));
  }

  private static Configuration hadoop(JavaSparkContext context) {
    ClusterJob.requireRunning(context.sc());
    return context.hadoopConfiguration();
  }

  /**
   * Reads the rows of a data frame with columns after Spark ML's conventions. Their order is that
   * of the index column that is named, or else that of the files' paths and the rows in each file,
   * which Parquet tells; the order in which Spark delivers rows depends on how it splits files, and
   * is not asked for. One job counts the rows; one shuffle, when the blocks are first wanted,
   * brings them into chunks.
   *
   * @param frame the frame
   * @param columns which columns are what
   * @param precision the precision that inputs, target values and weights are rounded to
   * @param partitions the number of partitions, at least 1; any gives the same bits
   * @param <A> {@code float[]} or {@code double[]}
   * @return the data
   * @throws IllegalArgumentException if a column is missing or of another type, there are no rows,
   *     or the order is not known: there is neither an index column nor a Parquet file, rows of a
   *     file are missing, or the indices are not 0 … B − 1. What only the rows themselves show, an
   *     index that is there twice among them, is refused by the job that makes blocks
   */
  public static <A> SparkData<A> frame(
      Dataset<Row> frame, FrameColumns columns, Precision<A> precision, int partitions) {
    Objects.requireNonNull(frame, "frame");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(precision, "precision");
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions is " + partitions + ", must be at least 1");
    }
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(frame.sparkSession().sparkContext());
    ClusterJob.requireRunning(context.sc());
    FrameChunks chunks = FrameChunks.of(frame, columns, partitions);
    return new SparkData<>(
        context,
        chunks.chunks(),
        chunks.ranges(),
        chunks.features(),
        chunks.outputs(),
        columns.areLabels(),
        precision,
        Normalization.none(chunks.features()));
  }

  // ---------------------------------------------------------------- normalisation

  /**
   * Computes the moments of the inputs as they were read, in two jobs. They have the bits of {@link
   * FeatureMoments#of} over all examples in one process.
   *
   * @return the moments, to fit a {@link Normalization} to
   * @throws IllegalStateException if the context is stopped
   * @throws java.util.concurrent.CancellationException if the thread is interrupted, which cancels
   *     the job
   */
  public FeatureMoments moments() {
    MomentSums first = new MomentSums(ranges.examples(), features);
    add(first, new double[0]);
    double[] means = first.means();
    MomentSums second = first.about(means);
    add(second, means);
    return FeatureMoments.of(first, second);
  }

  private void add(MomentSums sums, double[] centres) {
    Broadcast<double[]> sent = ClusterJob.send(context, SUM, centres);
    try {
      ClusterJob.run(
          context.sc(),
          SUM,
          chunks.mapPartitions(new Summing(ranges.examples(), features, sent)).rdd(),
          new ClusterJob.Only<>(),
          IntStream.range(0, ranges.partitions()).boxed().toList(),
          sums::mergeBytes);
    } catch (Throwable thrown) {
      throw Failures.unlessInterrupted(SUM, thrown);
    } finally {
      ClusterJob.destroy(context.sc(), sent);
    }
  }

  /** Adds the chunks of a partition. */
  private record Summing(long examples, int features, Broadcast<double[]> centres)
      implements FlatMapFunction<Iterator<RawChunk>, byte[]> {
    @Override
    public Iterator<byte[]> call(Iterator<RawChunk> chunks) {
      MomentSums sums = new MomentSums(examples, features);
      sums = centres.value().length == 0 ? sums : sums.about(centres.value());
      while (chunks.hasNext()) {
        RawChunk chunk = chunks.next();
        sums.add(chunk.index(), chunk);
      }
      return List.of(sums.toBytes()).iterator();
    }
  }

  /**
   * Returns the same examples with normalised inputs. They are normalised when blocks are read, in
   * double precision from the numbers as they were read, and rounded once; nothing is read twice
   * for it.
   *
   * @param normalization the map; replaces one that was set before
   * @return other data
   * @throws IllegalArgumentException if it has another number of features
   */
  public SparkData<A> normalized(Normalization normalization) {
    Objects.requireNonNull(normalization, "normalization");
    if (normalization.features() != features) {
      throw new IllegalArgumentException(
          "normalization has %d features, must have %d"
              .formatted(normalization.features(), features));
    }
    return new SparkData<>(
        context, chunks, ranges, features, outputs, areLabels, precision, normalization);
  }

  // ---------------------------------------------------------------- what there is

  /**
   * Returns the blocks, ascending within each partition. They are read anew by every job that wants
   * them, unless they are persisted.
   *
   * @return the chunks of examples
   */
  public JavaRDD<StoredBlock> blocks() {
    return chunks.map(
        new Storing(normalization.means(), normalization.scales(), precision.bytes()));
  }

  /**
   * Makes blocks. A normalisation and a precision are not serialisable, what they are made of is.
   */
  private record Storing(double[] means, double[] scales, int elementBytes)
      implements Function<RawChunk, StoredBlock> {
    @Override
    public StoredBlock call(RawChunk chunk) {
      Normalization normalization = Normalization.of(means, scales);
      return elementBytes == Float.BYTES
          ? chunk.stored(normalization, Precision.FLOAT)
          : chunk.stored(normalization, Precision.DOUBLE);
    }
  }

  /**
   * Returns the number of examples.
   *
   * @return B, at least 1
   */
  public long examples() {
    return ranges.examples();
  }

  /**
   * Returns the number of chunks.
   *
   * @return ⌈B / {@value io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}⌉
   */
  public int chunks() {
    return ranges.chunks();
  }

  /**
   * Returns the number of inputs of each example.
   *
   * @return at least 1
   */
  public int features() {
    return features;
  }

  /**
   * Returns the number of classes, or of target values of each example.
   *
   * @return at least 1
   */
  public int outputs() {
    return outputs;
  }

  /**
   * Tells whether the targets are classes.
   *
   * @return false if they are values
   */
  public boolean areLabels() {
    return areLabels;
  }

  /**
   * Returns the precision of the blocks.
   *
   * @return the precision
   */
  public Precision<A> precision() {
    return precision;
  }

  /** Returns the sizes. */
  @Override
  public String toString() {
    return "%d examples, %d features, %d %s, %s, %d chunks in %d partitions"
        .formatted(
            ranges.examples(),
            features,
            outputs,
            areLabels ? "classes" : "targets",
            precision,
            ranges.chunks(),
            ranges.partitions());
  }
}
