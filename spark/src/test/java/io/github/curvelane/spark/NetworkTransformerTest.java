package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.serve.Predictor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NetworkTransformerTest {
  private static final int ROWS = 300;
  private static final int FEATURES = 4;

  private static Cluster cluster;

  private static double[][] inputs;

  @BeforeAll
  static void start() {
    cluster = Clusters.local(2, Frames.QUICK);
    Random random = new Random(1);
    inputs = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      inputs[i] = random.doubles(FEATURES, -3, 3).toArray();
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static <A> Model<A> model(Precision<A> precision, Loss loss, int outputs) {
    Network<A> network =
        Network.perceptron(
            precision, Activation.tanh(), Activation.identity(), FEATURES, 5, outputs);
    Normalization normalization =
        Normalization.of(new double[] {1, 0, 0, 2}, new double[] {0.5, 1, 2, 1});
    return new Model<>(network, network.initialize(Initializer.FAN_IN, 3), normalization, loss);
  }

  private static Dataset<Row> frame() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(Frames.row(Vectors.dense(inputs[i]), 0.0, (long) i));
    }
    return Frames.of(cluster.session(), rows);
  }

  /** The predictions of the rows of a frame, in the order of their index. */
  private static List<Row> predicted(NetworkTransformer transformer, int partitions) {
    List<Row> rows =
        new ArrayList<>(transformer.transform(frame().repartition(partitions)).collectAsList());
    rows.sort((a, b) -> Long.compare(a.getLong(2), b.getLong(2)));
    return rows;
  }

  @Test
  void probabilitiesHaveTheBitsOfThePredictor() {
    Model<float[]> model = model(Precision.FLOAT, Loss.softmaxCrossEntropy(), 3);
    double[][] expected = Predictor.of(model).predict(inputs);
    List<Row> rows = predicted(new NetworkTransformer(model), 3);
    for (int i = 0; i < ROWS; i++) {
      Row row = rows.get(i);
      assertThat(row.schema().fieldNames())
          .containsExactly("features", "label", "index", "probability", "prediction");
      assertThat(row.<Vector>getAs("features").toArray()).isEqualTo(inputs[i]);
      assertThat(row.<Vector>getAs("probability").toArray()).isEqualTo(expected[i]);
      assertThat(row.<Double>getAs("prediction"))
          .isEqualTo((double) classOf(Predictor.of(model), inputs[i]));
    }
  }

  private static int classOf(Predictor predictor, double[] row) {
    int[] found = new int[1];
    predictor.classify(row, 0, row.length, 1, found, 0);
    return found[0];
  }

  @Test
  void scoresAndValues() {
    Model<double[]> margins = model(Precision.DOUBLE, Loss.hinge(), 3);
    double[][] scores = Predictor.of(margins).predict(inputs);
    Model<double[]> one = model(Precision.DOUBLE, Loss.halfSquaredError(), 1);
    double[][] values = Predictor.of(one).predict(inputs);
    Model<double[]> two = model(Precision.DOUBLE, Loss.halfSquaredError(), 2);
    List<Row> ofScores = predicted(new NetworkTransformer(margins).setRawPredictionCol("s"), 2);
    List<Row> ofOne = predicted(new NetworkTransformer(one).setPredictionCol("y"), 2);
    for (int i = 0; i < ROWS; i++) {
      assertThat(ofScores.get(i).<Vector>getAs("s").toArray()).isEqualTo(scores[i]);
      assertThat(ofOne.get(i).<Double>getAs("y")).isEqualTo(values[i][0]);
    }
    Row ofTwo = new NetworkTransformer(two).transform(frame()).first();
    assertThat(ofTwo.<Vector>getAs("prediction").toArray())
        .isEqualTo(Predictor.of(two).predict(ofTwo.<Vector>getAs("features").toArray()));
  }

  /** Outputs that differ by less than what the probabilities are rounded to. */
  @Test
  void classesOfRowsOnTheEdgeAreThoseOfThePredictor() {
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 1, 2);
    float[] theta = new float[network.parameters()];
    theta[0] = Math.nextUp(1f);
    theta[1] = 1;
    Model<float[]> model =
        new Model<>(network, theta, Normalization.none(1), Loss.softmaxCrossEntropy());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(Frames.row(Vectors.dense((i - 50) / 64.0), 0.0, (long) i));
    }
    Predictor predictor = Predictor.of(model);
    for (Row row :
        new NetworkTransformer(model)
            .transform(Frames.of(cluster.session(), rows))
            .collectAsList()) {
      double[] input = row.<Vector>getAs("features").toArray();
      assertThat(row.<Double>getAs("prediction")).isEqualTo((double) classOf(predictor, input));
    }
  }

  @Test
  void isAStageOfAPipeline() {
    Model<float[]> model = model(Precision.FLOAT, Loss.softmaxCrossEntropy(), 3);
    NetworkTransformer transformer = new NetworkTransformer(model).setProbabilityCol("p");
    NetworkTransformer copy = transformer.copy(ParamMap.empty());
    assertThat(copy).hasToString(transformer.toString());
    Dataset<Row> frame = frame();
    Row row =
        new Pipeline().setStages(new PipelineStage[] {copy}).fit(frame).transform(frame).first();
    assertThat(row.schema().fieldNames()).contains("p", "prediction");
  }

  @Test
  void columnsAreChecked() {
    Model<float[]> model = model(Precision.FLOAT, Loss.softmaxCrossEntropy(), 3);
    NetworkTransformer transformer = new NetworkTransformer(model);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transformer.copy(ParamMap.empty()).setFeaturesCol("x").transform(frame()))
        .withMessage("the frame has no column 'x', it has features, label, index");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> transformer.copy(ParamMap.empty()).setPredictionCol("label").transform(frame()))
        .withMessage(
            "the frame has a column 'label' already: predictions need a name of their own");
  }

  private static void refused(Row bad, String sentence) {
    ServedModel model = new ServedModel(model(Precision.FLOAT, Loss.softmaxCrossEntropy(), 3));
    Predicting predicting =
        new Predicting(cluster.context().broadcast(model), 0, "features", 3, false);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(i == 130 ? bad : Frames.row(Vectors.dense(inputs[i]), 0.0, (long) i));
    }
    Iterator<Row> predicted = predicting.call(rows.iterator());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predicted.forEachRemaining(row -> {}))
        .withMessage("row 130 of partition 0 (from 0): " + sentence);
  }

  @Test
  void badRowsAreNamed() {
    refused(Frames.row(null, 0.0, 1L), "features is null, must be a vector of 4 numbers");
    refused(
        Frames.row(Vectors.dense(1, 2), 0.0, 1L),
        "features has 2 elements, must have the model's 4");
    refused(
        Frames.row(Vectors.dense(1, 2, 3, Double.NaN), 0.0, 1L),
        "element 3 of features is NaN, must be finite");
    refused(
        Frames.row(Vectors.dense(1, 2, 1e300, 4), 0.0, 1L),
        "row 0, column 2, is 1.0E300, too large for this model: normalized it is Infinity");
  }
}
