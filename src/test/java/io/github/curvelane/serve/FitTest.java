package io.github.curvelane.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Split;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.metrics.ClassificationScores;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.DivergenceException;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FitTest {
  private static Iris iris;

  @TempDir Path directory;

  @BeforeAll
  static void read() throws IOException {
    iris = Iris.read();
  }

  private static Fit irises() {
    return Fit.classes(iris.rows(), iris.species());
  }

  /** A regression of 4 columns: y = a + 2b − c + d/2, in thousands. */
  private static Table columns(int rows) {
    Random random = new Random(11);
    double[][] values = new double[rows][];
    for (int i = 0; i < rows; i++) {
      values[i] = random.doubles(4, -1, 1).toArray();
    }
    return Table.of(values).named("a", "b", "c", "d");
  }

  private static double[] linear(Table table) {
    return IntStream.range(0, table.rows())
        .mapToDouble(
            i -> table.get(i, 0) + 2 * table.get(i, 1) - table.get(i, 2) + table.get(i, 3) / 2)
        .toArray();
  }

  // ---------------------------------------------------------------- classes

  @Test
  void irisesAreToldApartByAFileToo() throws IOException {
    Fitted<float[]> fitted = irises().validation(0.3).fit();
    ClassificationScores scores = fitted.classScores();
    assertThat(IntStream.range(0, 3).mapToDouble(scores::support)).containsOnly(15.0);
    assertThat(scores.accuracy()).isGreaterThan(0.9);
    assertThat(fitted.loss()).isCloseTo(fitted.probabilityScores().logLoss(), within(1e-6));

    Path file = directory.resolve("iris.safetensors");
    fitted.save(file);
    Predictor predictor = Predictor.read(file);
    assertThat(predictor.classes()).containsExactly("setosa", "versicolor", "virginica");
    assertThat(predictor.predict(iris.rows()))
        .isDeepEqualTo(fitted.predictor().predict(iris.rows()));
    Table rows = Table.of(iris.rows());
    assertThat(predictor.scoreClasses(rows, iris.species()))
        .isEqualTo(fitted.predictor().scoreClasses(rows, iris.species()));
    assertThat(predictor.scoreProbabilities(rows, iris.species()).classification().accuracy())
        .isGreaterThan(0.95);
    assertThat(ModelFile.read(file, Precision.FLOAT).parameters())
        .containsExactly(fitted.model().parameters());
  }

  /** 105 rows to learn from: the last of each epoch would be alone in its batch. */
  @Test
  void aModelThatWasNormalizedByBatchesPredictsRowByRow() throws IOException {
    List<Layer> layers =
        Layers.inputs(4)
            .dense(12, Activation.identity())
            .batchNormalization(Activation.tanh())
            .dense(3, Activation.identity())
            .list();
    Fit fit = irises().layers(layers.toArray(Layer[]::new)).validation(0.3).batch(26).epochs(80);
    Fitted<float[]> fitted = fit.fit();
    assertThat(fitted.classScores().accuracy()).isGreaterThan(0.9);
    assertThat(fitted.loss()).isCloseTo(fitted.probabilityScores().logLoss(), within(1e-6));
    assertThat(fitted.model().network().statistics()).isZero();
    Path file = directory.resolve("normalized.safetensors");
    fitted.save(file);
    Predictor predictor = Predictor.read(file);
    double[][] together = fitted.predictor().predict(iris.rows());
    for (int row = 0; row < together.length; row += 7) {
      double[][] alone = {iris.rows()[row]};
      assertThat(predictor.predict(alone)[0]).containsExactly(together[row]);
    }
    Network<float[]> trained = fitted.model().network().withBatchStatistics();
    float[] theta = fitted.model().parameters();
    Model<float[]> model =
        new Model<>(trained, theta, Normalization.none(4), Loss.softmaxCrossEntropy());
    assertThatThrownBy(() -> Predictor.of(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the model's network, float 4-12 identity-12 batch-normalization tanh-3 identity,"
                + " normalises by the statistics of a batch: make the model of its network with"
                + " statistics (Network.withStatistics)");
  }

  @Test
  void textsAreInTheOrderOfTheirCharactersWhateverTheRows() {
    double[][] rows = {{1}, {2}, {3}, {4}, {5}};
    String[] labels = {"b", "a10", "B", "a2", "b"};
    assertThat(Fit.classes(rows, labels).epochs(1).fit().predictor().classes())
        .containsExactly("B", "a10", "a2", "b");
  }

  @Test
  void numbersAreInTheirOrderAndNoClassIsEmpty() {
    double[][] rows = {{1}, {2}, {3}, {4}};
    Fitted<float[]> fitted = Fit.classes(rows, new int[] {10, 2, -1, 10}).epochs(1).fit();
    assertThat(fitted.predictor().classes()).containsExactly("-1", "2", "10");
    assertThat(fitted.model().network().outputs()).isEqualTo(3);
    int[] labels = {2, 2, 10, -1};
    Predictor predictor = fitted.predictor();
    assertThat(predictor.scoreClasses(Table.of(rows), labels).support(1)).isEqualTo(2);
    assertThat(predictor.scoreProbabilities(Table.of(rows), labels).classification().support(1))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"half-squared-error", "binary-cross-entropy", "hinge", "huber(1.0)", "log-cosh"})
  void lossesOfValuesTellClassesApartToo(String loss) {
    Fitted<float[]> fitted = irises().loss(Loss.parse(loss)).epochs(80).fit();
    assertThat(fitted.classScores().accuracy()).isGreaterThan(0.9);
    assertThatThrownBy(fitted::probabilityScores)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the model was trained with " + loss + ", it has no probabilities that sum to 1");
    assertThat(fitted.toString()).contains("150 training rows: ");
  }

  // ---------------------------------------------------------------- values

  @Test
  void targetsOfAnySizeAreLearntInTheirUnits() {
    Table rows = columns(200);
    double[] y = linear(rows);
    double[] prices = Arrays.stream(y).map(v -> 500_000 + 100_000 * v).toArray();
    double[] shares = Arrays.stream(y).map(v -> 1e-6 * v).toArray();
    double[][] both =
        IntStream.range(0, y.length)
            .mapToObj(i -> new double[] {prices[i], shares[i], 3})
            .toArray(double[][]::new);
    Fitted<float[]> one = Fit.values(rows, prices).validation(0.25).fit();
    assertThat(one.valueScores().getFirst().r2()).isGreaterThan(0.98);
    assertThat(one.valueScores().getFirst().rmse()).isBetween(100.0, 25_000.0);

    Table targets = Table.of(both).named("price", "share", "constant");
    Fitted<double[]> three = Fit.values(rows, targets).validation(0.25).fit(Precision.DOUBLE);
    assertThat(three.valueScores().get(0).r2()).isGreaterThan(0.98);
    assertThat(three.valueScores().get(1).r2()).isGreaterThan(0.98);
    assertThat(three.valueScores().get(1).rmse()).isLessThan(1e-6);
    assertThat(three.valueScores().get(2).rmse()).isZero();
    assertThat(three.predictor().targets()).containsExactly("price", "share", "constant");
    assertThat(three.predictor().columns()).containsExactly("a", "b", "c", "d");
    assertThat(three.predictor().scoreValues(rows, targets).get(1).r2()).isGreaterThan(0.98);
    assertThat(one.predictor().scoreValues(rows, prices).r2()).isGreaterThan(0.98);
    assertThat(three.toString()).contains("price RMSE ").contains("; share RMSE ");
  }

  @Test
  void theLossIsOfScaledTargets() {
    Table rows = columns(100);
    double[] targets = Arrays.stream(linear(rows)).map(v -> 7 + 1000 * v).toArray();
    Fitted<double[]> fitted = Fit.values(rows, targets).epochs(20).fit(Precision.DOUBLE);
    double mean = Arrays.stream(targets).average().orElseThrow();
    double variance = Arrays.stream(targets).map(t -> (t - mean) * (t - mean)).sum() / 100;
    double rmse = fitted.valueScores().getFirst().rmse();
    assertThat(fitted.loss()).isCloseTo(rmse * rmse / variance / 2, within(1e-12));

    Fitted<double[]> unscaled =
        Fit.values(rows, linear(rows)).unscaledTargets().epochs(20).fit(Precision.DOUBLE);
    rmse = unscaled.valueScores().getFirst().rmse();
    assertThat(unscaled.loss()).isCloseTo(rmse * rmse / 2, within(1e-12));
  }

  @Test
  void anInputOfAnySizeCounts() {
    Random random = new Random(3);
    double[][] rows = new double[300][];
    int[] labels = new int[rows.length];
    double[] times = new double[rows.length];
    double[][] milliseconds = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      double small = 0.3 * random.nextGaussian();
      rows[i] = new double[] {20_000 * random.nextGaussian(), small, 5};
      labels[i] = small > 0 ? 1 : 0;
      milliseconds[i] = new double[] {1.7e12 + 100 * i};
      times[i] = Math.abs(i - 150);
    }
    assertThat(Fit.classes(rows, labels).fit().classScores().accuracy()).isGreaterThan(0.97);
    Fitted<float[]> time = Fit.values(milliseconds, times).fit();
    assertThat(time.valueScores().getFirst().r2()).isGreaterThan(0.95);
  }

  // ---------------------------------------------------------------- the run

  /** What a user would write without the builder. */
  @Test
  void itIsNormalizationNetworkAndTrainer() {
    double[] flat = Arrays.stream(iris.rows()).flatMapToDouble(Arrays::stream).toArray();
    int[] labels = IntStream.range(0, 150).map(i -> i / 50).toArray();
    Dataset<double[]> raw = Dataset.classification(Precision.DOUBLE, flat, 4, labels, 3);
    Normalization normalization = Normalization.perFeature(raw, 0);
    Network<float[]> network =
        Network.perceptron(
            Precision.FLOAT, Activation.lecunTanh(), Activation.identity(), 4, 32, 3);
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(32),
            Loss.softmaxCrossEntropy(),
            Precision.FLOAT.of(normalization.apply(raw).inputs()),
            Targets.labels(Precision.FLOAT, labels, 3));
    float[] theta = network.initialize(Initializer.FAN_IN, 1);
    StochasticTrainer.of(new Adam(), Schedule.constant(0.005))
        .epochs(4)
        .batch(32)
        .seed(1)
        .build()
        .train(objective, theta);

    Fitted<float[]> fitted = irises().epochs(4).fit();
    assertThat(fitted.bestEpoch()).isEqualTo(4);
    assertThat(fitted.stop()).isEqualTo(Fitted.Stop.FINISHED);
    assertThat(fitted.message()).isEqualTo("all 4 epochs are done");
    assertThat(fitted.model().parameters()).containsExactly(theta);
  }

  @Test
  void whatIsBestIsKeptAndTheRunEndsWhenNothingIsBetter() {
    List<Epoch> told = new ArrayList<>();
    Fitted<float[]> fitted =
        irises().validation(0.3).rate(0.05).patience(7).seed(4).progress(told::add).fit();
    assertThat(fitted.stop()).isEqualTo(Fitted.Stop.NO_IMPROVEMENT);
    assertThat(fitted.curve()).isEqualTo(told).hasSize(fitted.bestEpoch() + 7);
    assertThat(fitted.message())
        .isEqualTo("no smaller loss in 7 epochs, ended after epoch " + (fitted.bestEpoch() + 7));
    double least = told.stream().mapToDouble(Epoch::watchedLoss).min().orElseThrow();
    assertThat(fitted.loss()).isEqualTo(least);
    assertThat(told.get(fitted.bestEpoch() - 1).watchedLoss()).isEqualTo(least);
    assertThat(fitted.probabilityScores().logLoss()).isCloseTo(least, within(1e-6));
    assertThat(fitted.curve().getLast().rate()).isEqualTo(0.05);
    assertThat(fitted.toString().lines())
        .hasSize(3)
        .element(1)
        .asString()
        .startsWith(fitted.message() + "; the model is of epoch " + fitted.bestEpoch() + ", loss ");
  }

  @Test
  void aCancelledRunKeepsWhatWasBest() {
    List<Epoch> told = new ArrayList<>();
    Fitted<float[]> fitted = irises().progress(told::add).cancelWhen(() -> told.size() == 3).fit();
    assertThat(fitted.stop()).isEqualTo(Fitted.Stop.CANCELLED);
    assertThat(fitted.bestEpoch()).isEqualTo(3);
    assertThat(fitted.curve()).hasSize(3);
    assertThat(fitted.message()).startsWith("cancelled in epoch 3 after step");
    assertThat(fitted.model().parameters())
        .containsExactly(irises().epochs(3).fit().model().parameters());
    assertThat(fitted.orThrow()).isSameAs(fitted);

    Fitted<float[]> none = irises().cancelWhen(() -> true).fit();
    assertThat(none.bestEpoch()).isZero();
    assertThat(none.model().parameters())
        .containsExactly(irises().epochs(0).fit().model().parameters());
  }

  @Test
  void aDivergedRunSaysSoAndKeepsWhatWasBest() {
    Table rows = columns(100);
    Schedule doubling = k -> 1e-4 * StrictMath.pow(2, k);
    Fit fit = Fit.values(rows, linear(rows)).hidden().optimizer(new Sgd(), doubling);
    Fitted<float[]> fitted = fit.fit();
    assertThat(fitted.stop()).isEqualTo(Fitted.Stop.DIVERGED);
    assertThat(fitted.bestEpoch()).isPositive();
    assertThat(fitted.message()).startsWith("diverged");
    assertThat(fitted.valueScores().getFirst().r2()).isPositive();
    assertThatThrownBy(fitted::orThrow)
        .isInstanceOf(DivergenceException.class)
        .hasMessage(fitted.message());
  }

  @Test
  void theResultDoesNotDependOnThreadsAndIsRepeated() {
    Fit fit = irises().hidden(40, 20).activation(Activation.tanh()).validation(0.2).epochs(30);
    Fitted<float[]> first = fit.fit();
    try (Parallelism parallelism = Parallelism.threads(2)) {
      Fitted<float[]> second = fit.parallelism(parallelism).fit();
      assertThat(second.model().parameters()).containsExactly(first.model().parameters());
      assertThat(second.curve()).isEqualTo(first.curve());
    }
    assertThat(fit.parallelism(Parallelism.none()).seed(2).fit().curve())
        .isNotEqualTo(first.curve());
  }

  @Test
  void rowsMayComeInManyForms() {
    float[][] floats = new float[150][];
    double[] flat = new double[1 + 150 * 6];
    float[] flatFloats = new float[1 + 150 * 6];
    List<double[]> records = new ArrayList<>();
    double[][] doubles = new double[150][];
    for (int i = 0; i < 150; i++) {
      floats[i] = Precision.FLOAT.of(iris.rows()[i]);
      doubles[i] = Precision.FLOAT.toDoubles(floats[i]);
      System.arraycopy(doubles[i], 0, flat, 1 + 6 * i, 4);
      System.arraycopy(floats[i], 0, flatFloats, 1 + 6 * i, 4);
      records.add(doubles[i]);
    }
    Columns<double[]> columns =
        Columns.of("p", (double[] r) -> r[0]).and("q", r -> r[1]).and("r", r -> r[2]);
    columns = columns.and("s", r -> r[3]);
    float[] expected = parameters(Table.of(doubles));
    assertThat(parameters(Table.of(floats))).containsExactly(expected);
    assertThat(parameters(Table.of(flat, 1, 6, 150, 4))).containsExactly(expected);
    assertThat(parameters(Table.of(flatFloats, 1, 6, 150, 4))).containsExactly(expected);
    assertThat(parameters(columns.table(records))).containsExactly(expected);
    assertThat(columns.table(records)).hasToString("150 rows of p, q, r, s");
    assertThat(columns.row(records.get(7))).containsExactly(doubles[7]);
    assertThat(columns.names()).containsExactly("p", "q", "r", "s");
    assertThat(columns).hasToString("columns p, q, r, s");
  }

  private static float[] parameters(Table table) {
    return Fit.classes(table, iris.species()).epochs(3).fit().model().parameters();
  }

  @Test
  void aPartForValidationIsTheSplitsAndCanBeGiven() {
    int[] labels = IntStream.range(0, 150).map(i -> i / 50).toArray();
    Split split = Split.stratified(labels, 0.2, 9);
    Table all = Table.of(iris.rows());
    Fitted<float[]> given =
        Fit.classes(all.select(split.training()), select(split.training()))
            .validation(all.select(split.test()), select(split.test()))
            .seed(9)
            .epochs(10)
            .fit();
    Fitted<float[]> drawn = irises().validation(0.2).seed(9).epochs(10).fit();
    assertThat(given.curve()).isEqualTo(drawn.curve());
    assertThat(given.model().parameters()).containsExactly(drawn.model().parameters());

    Table rows = columns(60);
    double[] y = linear(rows);
    Split cut = Split.shuffled(60, 0.25, 9);
    double[] trained = Arrays.stream(cut.training()).mapToDouble(i -> y[i]).toArray();
    double[] tested = Arrays.stream(cut.test()).mapToDouble(i -> y[i]).toArray();
    Fitted<float[]> values =
        Fit.values(rows.select(cut.training()), trained)
            .validation(rows.select(cut.test()), tested)
            .seed(9)
            .epochs(5)
            .fit();
    assertThat(values.curve())
        .isEqualTo(Fit.values(rows, y).validation(0.25).seed(9).epochs(5).fit().curve());
  }

  private static String[] select(int[] rows) {
    return Arrays.stream(rows).mapToObj(i -> iris.species()[i]).toArray(String[]::new);
  }

  /** Nothing of the validation rows reaches the model but the choice of an epoch. */
  @Test
  void validationRowsAreNotLearntFrom() {
    Table rows = columns(60);
    double[] y = linear(rows);
    Table far = Table.of(new double[][] {{900, 900, 900, 900}}).named("a", "b", "c", "d");
    Fitted<float[]> alone = Fit.values(rows, y).epochs(5).patience(99).fit();
    Fitted<float[]> watched = Fit.values(rows, y).epochs(5).validation(far, new double[] {1}).fit();
    assertThat(watched.model().normalization().means())
        .containsExactly(alone.model().normalization().means());
    assertThat(watched.curve().stream().map(Epoch::trainingLoss))
        .containsExactlyElementsOf(alone.curve().stream().map(Epoch::trainingLoss).toList());
  }

  @Test
  void everythingCanBeReached() {
    Fitted<double[]> fitted =
        irises()
            .normalization(Normalization.none(4))
            .layers(new Dense(4, 6, Activation.relu()), new Dense(6, 3, Activation.identity()))
            .initializer(Initializer.HE)
            .optimizer(new Momentum(0.9), 0.01)
            .batch(1000)
            .epochs(60)
            .fit(Precision.DOUBLE);
    assertThat(fitted.model().network()).hasToString("double 4-6 relu-3 identity");
    assertThat(fitted.model().normalization().scales()).containsOnly(1);
    assertThat(fitted.classScores().accuracy()).isGreaterThan(0.6);
    assertThat(Fit.values(new double[][] {{1}, {2}, {3}}, new double[] {2, 4, 6}).fit())
        .extracting(f -> f.predictor().value(2))
        .satisfies(v -> assertThat(v).isCloseTo(4, within(0.2)));
  }

  // ---------------------------------------------------------------- errors

  static List<Object[]> refused() {
    Table two = Table.of(new double[][] {{1, 2}, {3, 4}});
    String[] labels = {"x", "y"};
    Fit classes = Fit.classes(two, labels);
    Fit values = Fit.values(two, new double[] {1, 2});
    return List.of(
        refusal(
            "there are 2 rows and 3 labels", () -> Fit.classes(two, new String[] {"x", "y", "z"})),
        refusal("there are 2 rows and 1 targets", () -> Fit.values(two, new double[1])),
        refusal(
            "all labels are 'x', there must be at least two classes",
            () -> Fit.classes(two, new String[] {"x", "x"})),
        refusal("the table has 0 rows, must have at least 1", () -> Table.of(new double[0][])),
        refusal(
            "the table has -1 rows, must have at least 1",
            () -> Table.of(new double[9], 0, 2, -1, 2)),
        refusal("columns is 0, must be at least 1", () -> Table.of(new double[][] {{}})),
        refusal(
            "rows[1] has 1 elements, must have 2", () -> Table.of(new double[][] {{1, 2}, {3}})),
        refusal(
            "row 1, column 0, is NaN, must be finite",
            () -> Table.of(new double[][] {{1, 2}, {Double.NaN, 4}})),
        refusal(
            "row 0, column 1 (w), is Infinity, must be finite",
            () ->
                Columns.of("v", (Double d) -> 1)
                    .and("w", d -> d)
                    .table(List.of(Double.POSITIVE_INFINITY))),
        refusal(
            "row 1, column 0, is -Infinity, must be finite",
            () -> Fit.values(two, new double[] {1, Double.NEGATIVE_INFINITY})),
        refusal("there are 1 names for 2 columns", () -> two.named("v")),
        refusal("two columns are named 'v'", () -> two.named("v", "v")),
        refusal("two columns are named 'v'", () -> Columns.of("v", d -> 1).and("v", d -> 2)),
        refusal(
            "row has 0 elements, must have at least 1",
            () -> Columns.of("v", (String s) -> 1).row("", new double[0])),
        refusal("indices is empty: a table has at least one row", two::select),
        refusal(
            "values has 5 elements, must have at least 7: 2 rows of 3 columns from index 1, 3"
                + " apart",
            () -> Table.of(new float[5], 1, 3, 2, 3)),
        refusal(
            "share is 1.0, must be greater than 0 and less than 1", () -> classes.validation(1)),
        refusal(
            "the label of row 1 is 'z', must be one of the model's classes: x, y",
            () -> classes.validation(two, new String[] {"x", "z"})),
        refusal(
            "rows have the columns v, w, must have those of training: 0, 1",
            () -> classes.validation(two.named("v", "w"), labels)),
        refusal(
            "targets have the columns 0, 1, must have those of training: 0",
            () -> values.validation(two, two)),
        refusal(
            "this is a model of values, its validation rows have targets",
            () -> values.validation(two, labels)),
        refusal(
            "this is a model of classes, its validation rows have labels",
            () -> classes.validation(two, new double[2])),
        refusal(
            "normalization is for 3 columns, the rows have 2",
            () -> classes.normalization(Normalization.none(3))),
        refusal("units[1] is 0, must be at least 1", () -> classes.hidden(3, 0)),
        refusal(
            "must lead from 2 columns to 2 outputs",
            () -> classes.layers(new Dense(2, 3, Activation.identity()))),
        refusal("rate is 0.0, must be positive and finite", () -> classes.rate(0)),
        refusal("batch is 0, must be at least 1", () -> classes.batch(0)),
        refusal("epochs is -1, must be at least 0", () -> classes.epochs(-1)),
        refusal("epochs is 0, must be at least 1", () -> classes.patience(0)),
        refusal(
            "hinge: the target of example 0, output 0 is 0.0, must be -1 or +1",
            () -> Fit.values(two, new double[2]).loss(Loss.hinge()).fit()),
        refusal(
            "rows has 2 columns, must have the model's 4: 0, 1, 2, 3",
            () ->
                irises()
                    .epochs(0)
                    .fit()
                    .predictor()
                    .scoreClasses(two, new String[] {"setosa", "setosa"})),
        refusal(
            "the label of row 0 is 'rose', must be one of the model's classes: setosa, ",
            () -> irises().epochs(0).fit().predictor().scoreClasses(two, new String[] {"rose"})),
        refusal(
            "the model is of values, it has no scores of classes",
            () -> values.epochs(0).fit().classScores()),
        refusal(
            "the model is of classes, it has no scores of values",
            () -> classes.epochs(0).fit().valueScores()),
        refusal(
            "targets has 2 columns, the model has 1 targets",
            () -> values.epochs(0).fit().predictor().scoreValues(two, two)));
  }

  private static Object[] refusal(String message, Runnable call) {
    return new Object[] {message, call};
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void wrongArgumentsAreNamed(String message, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aLabelThatIsMissingIsNamed() {
    assertThatThrownBy(() -> Fit.classes(new double[][] {{1}, {2}}, new String[] {"x", null}))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("labels[1] is null");
  }
}
