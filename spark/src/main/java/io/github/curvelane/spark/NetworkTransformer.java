package io.github.curvelane.spark;

import static org.apache.spark.sql.functions.col;

import io.github.curvelane.io.Model;
import io.github.curvelane.serve.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Applies a trained model to the rows of a data frame, as a stage of Spark ML: adds columns of
 * predictions. Each executor has one {@link Predictor} for all its threads; a row's results have
 * its bits, whatever the partitions are.
 *
 * <table>
 * <caption>The columns that are added, with Spark ML's names</caption>
 * <tr><th>model</th><th>columns</th></tr>
 * <tr><td>of classes, with probabilities</td><td>{@code probability}, a vector of the probability
 *     of each class, and {@code prediction}, the number of the class (a double)</td></tr>
 * <tr><td>of classes, with scores</td><td>{@code rawPrediction}, a vector of the score of each
 *     class, and {@code prediction}</td></tr>
 * <tr><td>of one value</td><td>{@code prediction}, a double</td></tr>
 * <tr><td>of several values</td><td>{@code prediction}, a vector</td></tr>
 * </table>
 *
 * <p>The class is that of {@link Predictor#classify(double[], int, int, int, int[], int)}, NaN
 * where an output of the network is.
 *
 * <p><b>Errors.</b> A missing column, one of another type, or one that is there already is refused
 * when the transformer is applied. A row without features, with another number of them or with one
 * that is not finite fails the job, in a sentence that names the file and row where they are known
 * (Parquet), otherwise the partition and the row in it.
 */
public final class NetworkTransformer extends Transformer {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ServedModel model;
  private final Param<String> featuresCol;
  private final Param<String> predictionCol;
  private final Param<String> probabilityCol;
  private final Param<String> rawPredictionCol;

  /**
   * Serves a model. Its parameters are copied.
   *
   * @param model the model
   * @throws IllegalArgumentException if it normalises by the statistics of a batch
   */
  public NetworkTransformer(Model<?> model) {
    this(
        Identifiable$.MODULE$.randomUID("network"),
        new ServedModel(Objects.requireNonNull(model, "model")));
    this.model.predictor();
  }

  private NetworkTransformer(String uid, ServedModel model) {
    this.uid = uid;
    this.model = model;
    this.featuresCol = column("featuresCol", "features", "vectors of inputs");
    this.predictionCol = column("predictionCol", "prediction", "classes or values");
    this.probabilityCol = column("probabilityCol", "probability", "probabilities of classes");
    this.rawPredictionCol = column("rawPredictionCol", "rawPrediction", "scores of classes");
  }

  private Param<String> column(String name, String usual, String content) {
    Param<String> param = new Param<>(this, name, "name of the column of " + content);
    setDefault(param, usual);
    return param;
  }

  @Override
  public String uid() {
    return uid;
  }

  /**
   * Returns the parameter that names the column of inputs.
   *
   * @return {@code features} unless it is set
   */
  public Param<String> featuresCol() {
    return featuresCol;
  }

  /**
   * Returns the parameter that names the column of classes or values.
   *
   * @return {@code prediction} unless it is set
   */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /**
   * Returns the parameter that names the column of probabilities.
   *
   * @return {@code probability} unless it is set
   */
  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  /**
   * Returns the parameter that names the column of scores.
   *
   * @return {@code rawPrediction} unless it is set
   */
  public Param<String> rawPredictionCol() {
    return rawPredictionCol;
  }

  /**
   * Names the column of inputs.
   *
   * @param column a column of vectors
   * @return this transformer
   */
  public NetworkTransformer setFeaturesCol(String column) {
    return named(featuresCol, column);
  }

  /**
   * Names the column of classes or values.
   *
   * @param column its name
   * @return this transformer
   */
  public NetworkTransformer setPredictionCol(String column) {
    return named(predictionCol, column);
  }

  /**
   * Names the column of probabilities.
   *
   * @param column its name
   * @return this transformer
   */
  public NetworkTransformer setProbabilityCol(String column) {
    return named(probabilityCol, column);
  }

  /**
   * Names the column of scores.
   *
   * @param column its name
   * @return this transformer
   */
  public NetworkTransformer setRawPredictionCol(String column) {
    return named(rawPredictionCol, column);
  }

  private NetworkTransformer named(Param<String> param, String column) {
    set(param, Objects.requireNonNull(column, "column"));
    return this;
  }

  private String name(Param<String> param) {
    return getOrDefault(param);
  }

  @Override
  public NetworkTransformer copy(ParamMap extra) {
    return copyValues(new NetworkTransformer(uid, model), extra);
  }

  /**
   * Tells which columns the transformed frame has.
   *
   * @param schema those of a frame
   * @return the same and those that are added
   * @throws IllegalArgumentException if there is no column of vectors, or an added one is there
   *     already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    FrameChunks.require(
        schema,
        name(featuresCol),
        "a vector (VectorAssembler makes them)",
        SQLDataTypes.VectorType()::equals);
    Predictor predictor = model.predictor();
    boolean classifies = predictor.isClassifier();
    StructType result = schema;
    if (classifies) {
      result = added(result, vectorCol(predictor), SQLDataTypes.VectorType());
    }
    boolean isNumber = classifies || predictor.outputs() == 1;
    return added(
        result, name(predictionCol), isNumber ? DataTypes.DoubleType : SQLDataTypes.VectorType());
  }

  private String vectorCol(Predictor predictor) {
    return name(predictor.givesProbabilities() ? probabilityCol : rawPredictionCol);
  }

  private static StructType added(StructType schema, String name, DataType type) {
    if (schema.getFieldIndex(name).isDefined()) {
      throw new IllegalArgumentException(
          "the frame has a column '" + name + "' already: predictions need a name of their own");
    }
    return schema.add(name, type, false);
  }

  /**
   * Adds the predictions. Nothing is computed before they are wanted.
   *
   * @param frame the frame
   * @return all its columns and rows, and the columns that the table above tells of
   * @throws IllegalArgumentException as {@link #transformSchema}
   */
  @Override
  public Dataset<Row> transform(Dataset<?> frame) {
    Objects.requireNonNull(frame, "frame");
    Dataset<Row> rows = frame.toDF();
    StructType schema = rows.schema();
    StructType result = transformSchema(schema);
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(frame.sparkSession().sparkContext());
    boolean placed = isPlaced(rows);
    Predicting predicting =
        new Predicting(
            ClusterJob.send(context, "prediction", model),
            schema.fieldIndex(name(featuresCol)),
            name(featuresCol),
            schema.length(),
            placed);
    return (placed ? withPlaces(rows) : rows).mapPartitions(predicting, Encoders.row(result));
  }

  private static boolean isPlaced(Dataset<Row> rows) {
    try {
      return withPlaces(rows).columns().length > rows.columns().length;
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        return false;
      }
      throw e;
    }
  }

  /** The rows with their files and places in them. */
  private static Dataset<Row> withPlaces(Dataset<Row> rows) {
    List<Column> columns =
        new ArrayList<>(Arrays.stream(rows.columns()).map(FrameChunks::named).toList());
    columns.add(col("_metadata.file_path"));
    columns.add(col("_metadata.row_index"));
    return rows.select(columns.toArray(Column[]::new));
  }

  /** Returns the columns that are read and written. */
  @Override
  public String toString() {
    return uid + ", " + name(featuresCol) + " to " + name(predictionCol);
  }
}
