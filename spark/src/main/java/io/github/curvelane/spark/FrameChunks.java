package io.github.curvelane.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.github.curvelane.Arithmetic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * The rows of a data frame in chunks: numbered, then sent to the partition of their chunk and
 * sorted there.
 *
 * @param chunks the chunks
 * @param ranges how many there are, and in which partitions
 * @param features the number of inputs of each example
 * @param outputs the number of classes or of target values
 */
record FrameChunks(JavaRDD<RawChunk> chunks, ChunkRanges ranges, int features, int outputs) {
  private static final String LOOK = "a look at the rows of the frame";

  private static final String INDEX_HINT =
      ": FrameColumns.index names a column of indices 0, 1, …, by which rows are ordered";

  /** Counts and numbers the rows of a frame. */
  static FrameChunks of(Dataset<Row> frame, FrameColumns columns, int partitions) {
    StructType schema = frame.schema();
    DataType vector = SQLDataTypes.VectorType();
    require(schema, columns.features(), "a vector (VectorAssembler makes them)", vector::equals);
    boolean vectors = isVector(schema, columns.label()) && !columns.areLabels();
    if (!vectors) {
      String numbers = columns.areLabels() ? "a number" : "a number or a vector";
      require(schema, columns.label(), numbers, NumericType.class::isInstance);
    }
    columns
        .weight()
        .ifPresent(name -> require(schema, name, "a number", NumericType.class::isInstance));
    List<Column> chosen = new ArrayList<>();
    chosen.add(named(columns.features()));
    chosen.add(vectors ? named(columns.label()) : number(columns.label()));
    chosen.add(columns.weight().map(FrameChunks::number).orElse(lit(1.0)));
    Order order =
        columns.index().isPresent()
            ? byIndex(frame, columns.index().get(), chosen)
            : byFile(frame, chosen);
    int features = vectorSize(frame, columns.features());
    int outputs =
        columns.areLabels() ? columns.classes() : vectors ? vectorSize(frame, columns.label()) : 1;
    ChunkRanges ranges = new ChunkRanges(order.examples, partitions);
    FrameRow.Encoding encoding =
        new FrameRow.Encoding(
            columns.features(),
            columns.label(),
            columns.weight().orElse(""),
            features,
            columns.classes(),
            outputs,
            order.offsets);
    Cutting cutting =
        new Cutting(ranges, features, outputs, columns.areLabels(), columns.weight().isPresent());
    JavaRDD<RawChunk> chunks =
        order
            .rows
            .javaRDD()
            .mapToPair(encoding)
            .repartitionAndSortWithinPartitions(new ByChunk(ranges))
            .mapPartitionsWithIndex(cutting, false);
    return new FrameChunks(chunks, ranges, features, outputs);
  }

  // ---------------------------------------------------------------- columns

  static void require(StructType schema, String name, String what, Predicate<DataType> is) {
    if (schema.getFieldIndex(name).isEmpty()) {
      throw new IllegalArgumentException(
          "the frame has no column '%s', it has %s"
              .formatted(name, String.join(", ", schema.fieldNames())));
    }
    DataType type = schema.apply(name).dataType();
    if (!is.test(type)) {
      throw new IllegalArgumentException(
          "column '%s' is of type %s, must be %s".formatted(name, type.simpleString(), what));
    }
  }

  private static boolean isVector(StructType schema, String name) {
    return schema.getFieldIndex(name).isDefined()
        && schema.apply(name).dataType().equals(SQLDataTypes.VectorType());
  }

  /** The column of that very name, whatever is in it. */
  static Column named(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private static Column number(String name) {
    return named(name).cast(DataTypes.DoubleType);
  }

  private static int vectorSize(Dataset<Row> frame, String name) {
    List<Row> some =
        Failures.surfacing(
            frame.sparkSession().sparkContext(),
            LOOK,
            () -> frame.select(named(name)).where(named(name).isNotNull()).takeAsList(1));
    if (some.isEmpty()) {
      throw new IllegalArgumentException("column '" + name + "' is null in all rows");
    }
    return IdxChunks.blockColumns(
        "column '" + name + "'", 1, ((Vector) some.getFirst().get(0)).size());
  }

  // ---------------------------------------------------------------- order

  /**
   * Rows with what orders them behind the three columns that were chosen: index, or file and row.
   */
  private record Order(Dataset<Row> rows, long examples, Map<String, Long> offsets) {}

  private static Order byIndex(Dataset<Row> frame, String index, List<Column> chosen) {
    require(
        frame.schema(),
        index,
        "a column of integers",
        type ->
            type.equals(DataTypes.LongType)
                || type.equals(DataTypes.IntegerType)
                || type.equals(DataTypes.ShortType)
                || type.equals(DataTypes.ByteType));
    Column number = named(index).cast(DataTypes.LongType);
    Row found =
        Failures.surfacing(
            frame.sparkSession().sparkContext(),
            LOOK,
            () ->
                frame
                    .select(number.as("i"))
                    .agg(count(lit(1)), count(col("i")), min(col("i")), max(col("i")))
                    .head());
    long rows = found.getLong(0);
    requireRows(rows);
    if (found.getLong(1) != rows) {
      throw new IllegalArgumentException(
          "index column '%s' is null in %d of %d rows"
              .formatted(index, rows - found.getLong(1), rows));
    }
    if (found.getLong(2) != 0 || found.getLong(3) != rows - 1) {
      throw new IllegalArgumentException(
          "index column '%s' goes from %d to %d in %d rows, must have each of 0 to %d once"
              .formatted(index, found.getLong(2), found.getLong(3), rows, rows - 1));
    }
    List<Column> all = new ArrayList<>(chosen);
    all.add(number);
    return new Order(select(frame, all), rows, Map.of());
  }

  private static Order byFile(Dataset<Row> frame, List<Column> chosen) {
    List<Column> all = new ArrayList<>(chosen);
    all.add(col("_metadata.file_path"));
    all.add(col("_metadata.row_index"));
    Dataset<Row> rows;
    Dataset<Row> places;
    try {
      rows = select(frame, all);
      places =
          frame.select(col("_metadata.file_path").as("file"), col("_metadata.row_index").as("row"));
    } catch (Exception e) {
      if (!(e instanceof AnalysisException)) {
        throw e;
      }
      throw new IllegalArgumentException(
          "the order of the frame's rows is not known: only rows of Parquet files, not joined or"
              + " sorted, have a place"
              + INDEX_HINT,
          e);
    }
    List<Row> files =
        Failures.surfacing(
            frame.sparkSession().sparkContext(),
            LOOK,
            () -> places.groupBy("file").agg(count(lit(1)), max(col("row"))).collectAsList());
    Map<String, Long> offsets = new HashMap<>();
    long examples = 0;
    for (Row file : inOrder(files)) {
      long rowsOfFile = file.getLong(1);
      if (rowsOfFile != file.getLong(2) + 1) {
        throw new IllegalArgumentException(
            "the frame has %d rows of %s, whose rows go to %d (from 0): the order of a frame that"
                    .formatted(rowsOfFile, FrameRow.file(file.getString(0)), file.getLong(2))
                + " leaves rows out or has them twice is not known"
                + INDEX_HINT);
      }
      offsets.put(file.getString(0), examples);
      examples += rowsOfFile;
    }
    requireRows(examples);
    return new Order(rows, examples, offsets);
  }

  private static List<Row> inOrder(List<Row> files) {
    List<Row> sorted = new ArrayList<>(files);
    sorted.sort(Comparator.comparing(row -> FrameRow.file(row.getString(0)).toString()));
    return sorted;
  }

  private static Dataset<Row> select(Dataset<Row> frame, List<Column> columns) {
    return frame.select(columns.toArray(Column[]::new));
  }

  private static void requireRows(long rows) {
    if (rows == 0) {
      throw new IllegalArgumentException("the frame has no rows, must have at least one");
    }
  }

  // ---------------------------------------------------------------- chunks

  /** Puts rows into the partition of their chunk. */
  private static final class ByChunk extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final ChunkRanges ranges;

    ByChunk(ChunkRanges ranges) {
      this.ranges = ranges;
    }

    @Override
    public int numPartitions() {
      return ranges.partitions();
    }

    @Override
    public int getPartition(Object key) {
      long place = Math.clamp((Long) key, 0, ranges.examples() - 1);
      return ranges.partition((int) (place / Arithmetic.EXAMPLE_CHUNK));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByChunk that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
      return ranges.hashCode();
    }
  }

  /** Cuts the sorted rows of a partition. */
  record Cutting(
      ChunkRanges ranges, int features, int outputs, boolean areLabels, boolean areWeighted)
      implements Function2<Integer, Iterator<Tuple2<Long, byte[]>>, Iterator<RawChunk>> {
    @Override
    public Iterator<RawChunk> call(Integer partition, Iterator<Tuple2<Long, byte[]>> rows) {
      int end = ranges.first(partition + 1);
      return new Iterator<>() {
        private int next = ranges.first(partition);

        @Override
        public boolean hasNext() {
          if (next < end) {
            return true;
          }
          if (rows.hasNext()) {
            throw misplaced(rows.next()._1(), ChunkRanges.start(end));
          }
          return false;
        }

        @Override
        public RawChunk next() {
          return cut(next++, rows);
        }
      };
    }

    private RawChunk cut(int chunk, Iterator<Tuple2<Long, byte[]>> rows) {
      int size = ranges.size(chunk);
      RawChunk cut =
          new RawChunk(
              "the frame",
              chunk,
              features,
              new double[size * features],
              outputs,
              areLabels ? new int[size] : null,
              areLabels ? null : new double[size * outputs],
              areWeighted ? new double[size] : null);
      for (int i = 0; i < size; i++) {
        long expected = ChunkRanges.start(chunk) + i;
        if (!rows.hasNext()) {
          throw misplaced(Long.MAX_VALUE, expected);
        }
        Tuple2<Long, byte[]> row = rows.next();
        if (row._1() != expected) {
          throw misplaced(row._1(), expected);
        }
        FrameRow.decode(row._2(), cut, i);
      }
      return cut;
    }

    private IllegalArgumentException misplaced(long index, long expected) {
      if (index >= 0 && index < expected) {
        return new IllegalArgumentException(
            "index %d is there twice, each of 0 to %d must be there once"
                .formatted(index, ranges.examples() - 1));
      }
      return new IllegalArgumentException(
          "index %d is missing, each of 0 to %d must be there once"
              .formatted(expected, ranges.examples() - 1));
    }
  }
}
