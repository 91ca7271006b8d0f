package io.github.curvelane.spark;

import io.github.curvelane.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Frames for tests, with an index that says which example a row is. */
final class Frames {
  static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("index", DataTypes.LongType);

  /** For queries of a few rows, most of whose time would go into generating code. */
  static final Map<String, String> QUICK =
      Map.of(
          "spark.sql.shuffle.partitions", "1",
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  private Frames() {}

  /** A row an example; every third vector is sparse. */
  static List<Row> rows(Dataset<double[]> data) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < data.examples(); i++) {
      double[] inputs = new double[data.features()];
      data.row(i, inputs);
      Vector vector = Vectors.dense(inputs);
      rows.add(row(i % 3 == 0 ? vector.toSparse() : vector, (double) data.labels()[i], (long) i));
    }
    return rows;
  }

  static Row row(Object... cells) {
    return RowFactory.create(cells);
  }

  /** A frame of rows of {@link #SCHEMA}. */
  static org.apache.spark.sql.Dataset<Row> of(SparkSession session, List<Row> rows) {
    return session.createDataFrame(rows, SCHEMA);
  }

  /** Files of rows, in the order of their names, the smallest first. */
  static void write(SparkSession session, List<Row> rows, Path folder, int... ends)
      throws IOException {
    Files.createDirectory(folder);
    int from = 0;
    for (int k = 0; k < ends.length; k++) {
      Path part = folder.resolveSibling(folder.getFileName() + "." + k);
      of(session, rows.subList(from, ends[k]))
          .coalesce(1)
          .write()
          .option("parquet.block.size", 8_000)
          .parquet(part.toString());
      try (Stream<Path> written = Files.list(part)) {
        Path file = written.filter(p -> p.toString().endsWith(".parquet")).findAny().orElseThrow();
        Files.move(file, folder.resolve("part " + k + ".parquet"));
      }
      from = ends[k];
    }
  }

  /** Values that tell the row: i and −i, weight i mod 3. */
  static org.apache.spark.sql.Dataset<Row> weighted(SparkSession session, int examples) {
    StructType schema =
        new StructType()
            .add("features", SQLDataTypes.VectorType())
            .add("values", SQLDataTypes.VectorType())
            .add("w", DataTypes.IntegerType)
            .add("index", DataTypes.IntegerType);
    List<Row> rows = new ArrayList<>();
    for (int i = examples - 1; i >= 0; i--) {
      rows.add(row(Vectors.dense(1, 2), Vectors.dense(i, -i), i % 3, i));
    }
    return session.createDataFrame(rows, schema);
  }
}
