package io.github.curvelane.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.io.TensorFile;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Rows;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PredictorTest {
  private static final int FEATURES = 9;

  @TempDir Path directory;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Model<?>> models() {
    return Stream.of(
        Models.classifier(Precision.FLOAT),
        Models.classifier(Precision.DOUBLE),
        Models.regressor(Precision.FLOAT),
        Models.regressor(Precision.DOUBLE),
        Models.model(Precision.FLOAT, Loss.binaryCrossEntropy(), FEATURES, 5, 1),
        Models.model(Precision.FLOAT, Loss.binaryCrossEntropy(), FEATURES, 4),
        Models.model(Precision.DOUBLE, Loss.hinge(), FEATURES, 5, 1),
        Models.model(Precision.FLOAT, Loss.softmaxCrossEntropy(), FEATURES, 90));
  }

  // ---------------------------------------------------------------- bits

  /** Batches of one block, of several, and of strided rows; both types of row. */
  @ParameterizedTest
  @MethodSource("models")
  void aRowHasTheSameBitsAloneAndInAnyBatch(Model<?> model) {
    Predictor predictor = Predictor.of(model);
    int n = 2 * Engine.BLOCK + 37;
    int outputs = predictor.outputs();
    float[] rows = Models.rows(n, FEATURES, 1);
    double[] doubles = Precision.FLOAT.toDoubles(rows);
    double[] batch = new double[n * outputs];
    predictor.predict(doubles, 0, FEATURES, n, batch, 0, outputs);

    float[] singles = new float[n * outputs];
    predictor.predict(rows, 0, FEATURES, n, singles, 0, outputs);
    assertThat(singles).containsExactly(Precision.FLOAT.of(batch));

    int stride = FEATURES + 4;
    double[] spread = new double[3 + n * stride];
    double[] results = new double[2 + n * (outputs + 1)];
    Arrays.fill(results, 77);
    for (int i = 0; i < n; i++) {
      System.arraycopy(doubles, i * FEATURES, spread, 3 + i * stride, FEATURES);
    }
    predictor.predict(spread, 3, stride, n, results, 2, outputs + 1);
    for (int i = 0; i < n; i++) {
      double[] expected = Arrays.copyOfRange(batch, i * outputs, (i + 1) * outputs);
      double[] row = Arrays.copyOfRange(doubles, i * FEATURES, (i + 1) * FEATURES);
      int at = 2 + i * (outputs + 1);
      assertThat(predictor.predict(row)).containsExactly(expected);
      assertThat(Arrays.copyOfRange(results, at, at + outputs)).containsExactly(expected);
      if (i < n - 1) {
        assertThat(results[at + outputs]).isEqualTo(77);
      }
    }
    assertThat(results[0]).isEqualTo(77);
  }

  /** The same steps by hand: a normalised dataset, a workspace, softmax of the row. */
  @Test
  void theBitsAreThoseOfNormalizationAndNetwork() {
    theBitsAreThoseOfNormalizationAndNetwork(
        Models.classifier(Precision.FLOAT), Models.rows(50, FEATURES, 2));
    theBitsAreThoseOfNormalizationAndNetwork(
        Models.classifier(Precision.DOUBLE),
        Precision.FLOAT.toDoubles(Models.rows(50, FEATURES, 2)));
  }

  private static <A> void theBitsAreThoseOfNormalizationAndNetwork(Model<A> model, A rows) {
    Precision<A> precision = model.precision();
    int n = 50;
    Dataset<A> raw = Dataset.classification(precision, rows, FEATURES, new int[n], 1);
    A inputs = model.normalization().apply(raw).inputs();
    A logits = precision.newArray(n * 3);
    model.network().newWorkspace(n).predict(model.parameters(), inputs, 0, n, logits);
    A p = precision.newArray(n * 3);
    Kernels<A> kernels = Kernels.of(precision);
    kernels.newSoftmax().softmax(3, new Rows<>(logits, 0, 3, n), new Rows<>(p, 0, 3, n));

    double[] results = new double[n * 3];
    int[] classes = new int[n];
    Predictor predictor = Predictor.of(model);
    predictor.predict(precision.toDoubles(rows), 0, FEATURES, n, results, 0, 3);
    predictor.classify(precision.toDoubles(rows), 0, FEATURES, n, classes, 0);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(results[3 * i + j]).isEqualTo(precision.get(p, 3 * i + j));
      }
      assertThat(classes[i]).isEqualTo(kernels.newReductions().argMax(3, logits, 3 * i));
    }
  }

  @Test
  void valuesAreInTheUnitsOfTheTargets() {
    Model<double[]> model = Models.regressor(Precision.DOUBLE);
    double[] row = Precision.FLOAT.toDoubles(Models.rows(1, FEATURES, 3));
    double[] inputs = new double[FEATURES];
    for (int j = 0; j < FEATURES; j++) {
      inputs[j] = (row[j] - model.normalization().means()[j]) * model.normalization().scales()[j];
    }
    double[] outputs = new double[2];
    model.network().newWorkspace(1).predict(model.parameters(), inputs, 0, 1, outputs);
    assertThat(Predictor.of(model).predict(row))
        .containsExactly(Math.fma(outputs[0], 70_000, 250_000), Math.fma(outputs[1], 0.03, 0.25));
  }

  /** Milliseconds since 1970 are 131,072 apart as floats. */
  @Test
  void inputsAreCentredInDoublePrecision() {
    Network<float[]> network = Network.of(Precision.FLOAT, new Dense(1, 1, Activation.identity()));
    double mean = 1.7e12;
    Normalization normalization = Normalization.of(new double[] {mean}, new double[] {1.0 / 128});
    float[] theta = {3, 0};
    Predictor predictor =
        Predictor.of(new Model<>(network, theta, normalization, Loss.halfSquaredError()));
    assertThat(predictor.value(mean + 128)).isEqualTo(3);
    assertThat(predictor.value(mean - 256)).isEqualTo(-6);
  }

  @Test
  void oneOutputTellsTwoClassesApart() {
    Network<float[]> network = Network.of(Precision.FLOAT, new Dense(1, 1, Activation.identity()));
    float[] theta = {1, 0};
    Predictor probabilities = Predictor.of(network, theta, Loss.binaryCrossEntropy());
    assertThat(probabilities.classes()).containsExactly("0", "1");
    assertThat(probabilities.givesProbabilities()).isTrue();
    assertThat(probabilities.predict(0)).containsExactly(0.5, 0.5);
    assertThat(probabilities.predict(-200)[0]).isEqualTo(1);
    assertThat(probabilities.predict(-80)[1]).isBetween(1e-36, 1e-34);
    assertThat(probabilities.classify(0)).isEqualTo("0");
    assertThat(probabilities.classify(1e-3)).isEqualTo("1");

    Predictor scores = Predictor.of(network, theta, Loss.hinge());
    assertThat(scores.givesProbabilities()).isFalse();
    assertThat(scores.predict(2.5)).containsExactly(-2.5, 2.5);
    assertThat(scores.predict(new float[] {2.5f})).containsExactly(-2.5f, 2.5f);

    Predictor one = Predictor.of(network, theta, Loss.softmaxCrossEntropy());
    assertThat(one.predict(5)).containsExactly(1);
    assertThat(one.classify(5)).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({
    "half-squared-error, false",
    "mean-squared-error, false",
    "huber(1.5), false",
    "log-cosh, false",
    "softmax-cross-entropy(0.1), true",
    "binary-cross-entropy(0.1), true",
    "hinge, true",
    "perceptron, true"
  })
  void theLossSaysWhatOutputsMean(String loss, boolean classes) {
    Network<float[]> network = Network.of(Precision.FLOAT, new Dense(1, 2, Activation.identity()));
    Predictor predictor = Predictor.of(network, new float[4], Loss.parse(loss));
    assertThat(predictor.isClassifier()).isEqualTo(classes);
    assertThat(predictor.givesProbabilities()).isEqualTo(loss.contains("entropy"));
    assertThat(predictor.predict(3)).containsOnly(loss.contains("entropy") ? 0.5 : 0);
  }

  @Test
  void trainingMayGoOn() {
    Model<float[]> model = Models.classifier(Precision.FLOAT);
    Predictor predictor = Predictor.of(model);
    float[] row = Models.rows(1, FEATURES, 4);
    float[] before = predictor.predict(row);
    Arrays.fill(model.parameters(), 0);
    assertThat(predictor.predict(row)).containsExactly(before);
  }

  // ---------------------------------------------------------------- threads and memory

  /** A thousand virtual threads, a thousand rows each, five times. */
  @Test
  void anyNumberOfThreadsGetsTheBatchsBitsWithoutMoreMemory() throws InterruptedException {
    Predictor predictor = Predictor.of(Models.classifier(Precision.FLOAT));
    int n = 1000;
    float[] rows = Models.rows(n, FEATURES, 5);
    float[] expected = new float[3 * n];
    predictor.predict(rows, 0, FEATURES, n, expected, 0, 3);
    List<Long> heaps = new ArrayList<>();
    long allocated = Long.MAX_VALUE;
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger overlapping = new AtomicInteger();
    for (int round = 0; round < 5; round++) {
      AtomicInteger wrong = new AtomicInteger();
      CountDownLatch ready = new CountDownLatch(n);
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(n);
      for (int t = 0; t < n; t++) {
        int start = t;
        Thread.startVirtualThread(
            () -> {
              float[] results = new float[3];
              ready.countDown();
              await(go);
              for (int k = 0; k < n; k++) {
                int i = (start + k) % n;
                int together = calls.incrementAndGet();
                if (together > overlapping.getPlain()) {
                  overlapping.accumulateAndGet(together, Math::max);
                }
                predictor.predict(rows, i * FEATURES, FEATURES, 1, results, 0, 3);
                calls.decrementAndGet();
                if (!Arrays.equals(results, 0, 3, expected, 3 * i, 3 * i + 3)) {
                  wrong.incrementAndGet();
                }
              }
              done.countDown();
            });
      }
      ready.await();
      long before = threads.getTotalThreadAllocatedBytes();
      go.countDown();
      done.await();
      allocated = Math.min(allocated, threads.getTotalThreadAllocatedBytes() - before);
      assertThat(wrong).hasValue(0);
      System.gc();
      heaps.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    assertThat(allocated / (n * n)).as("bytes a call of %d in all", allocated).isZero();
    // As many as there are processors, but in the first calls: the JDK fills tables of its own
    // then,
    // under locks, and a virtual thread that waits for one leaves its processor to another's call.
    assertThat(predictor.concurrency()).isLessThanOrEqualTo(overlapping.get());
    assertThat(overlapping.get()).isLessThan(n / 10);
    assertThat(heaps.getLast() - heaps.get(1)).as("growth of %s", heaps).isLessThan(500_000);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void nothingIsAllocatedInTheSteadyState(Model<?> model) {
    Predictor predictor = Predictor.of(model);
    int n = Engine.BLOCK + 3;
    int outputs = predictor.outputs();
    float[] rows = Models.rows(n, FEATURES, 6);
    double[] doubles = Precision.FLOAT.toDoubles(rows);
    float[] row = Arrays.copyOf(rows, FEATURES);
    double[] doubleRow = Arrays.copyOf(doubles, FEATURES);
    float[] results = new float[n * outputs];
    double[] doubleResults = new double[n * outputs];
    int[] classes = new int[n];
    assertSettles(() -> predictor.predict(rows, 0, FEATURES, n, results, 0, outputs));
    assertSettles(() -> predictor.predict(doubles, 0, FEATURES, n, doubleResults, 0, outputs));
    assertSettles(() -> predictor.predict(row, results));
    assertSettles(() -> predictor.predict(doubleRow, doubleResults));
    if (predictor.isClassifier()) {
      assertSettles(() -> predictor.classify(rows, 0, FEATURES, n, classes, 0));
      assertSettles(() -> predictor.classify(doubleRow));
      assertSettles(() -> predictor.classify(row));
    }
  }

  private void assertSettles(Runnable call) {
    long allocated = Long.MAX_VALUE;
    // On a busy machine it takes seconds until the compiler has come to every kernel.
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (allocated != 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20; i++) {
        call.run();
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }

  // ---------------------------------------------------------------- files and streams

  @ParameterizedTest
  @MethodSource("models")
  void filesAndStreamsOfAnyPrecisionAreServed(Model<?> model) throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, model);
    double[] row = Precision.FLOAT.toDoubles(Models.rows(1, FEATURES, 8));
    double[] expected = Predictor.of(model).predict(row);
    assertThat(Predictor.read(file).predict(row)).containsExactly(expected);
    try (InputStream in = Files.newInputStream(file)) {
      Predictor predictor = Predictor.read(in, "a resource");
      assertThat(predictor.predict(row)).containsExactly(expected);
      assertThat(predictor).hasToString(Predictor.of(model).toString());
    }
  }

  @Test
  void namesComeWithTheFile() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, Models.classifier(Precision.DOUBLE));
    Predictor classifier = Predictor.read(file);
    assertThat(classifier.classes()).containsExactly("ash", "beech", "oak");
    assertThat(classifier.columns()).startsWith("ca", "cb").hasSize(FEATURES);
    assertThat(classifier.classNumber("oak")).isEqualTo(2);
    assertThat(classifier)
        .hasToString("classes ash, beech, oak from 9 columns: double 9-17 tanh-3 identity");
    ModelFile.write(file, Models.regressor(Precision.FLOAT));
    Predictor regressor = Predictor.read(file);
    assertThat(regressor.targets()).containsExactly("price", "share");
    assertThat(regressor.isClassifier()).isFalse();
    assertThat(regressor)
        .hasToString("values price, share from 9 columns: float 9-17 tanh-2 identity");
  }

  @Test
  void aClosedStreamIsNamed() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, Models.classifier(Precision.FLOAT));
    InputStream in = Files.newInputStream(file);
    in.close();
    assertThatThrownBy(() -> Predictor.read(in, "trees"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("trees cannot be read: ");
    byte[] half = Arrays.copyOf(Files.readAllBytes(file), 1000);
    assertThatThrownBy(() -> Predictor.read(new ByteArrayInputStream(half), "trees"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageStartingWith("trees, byte ");
  }

  @Test
  void aNewerVersionIsNamed() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, Models.classifier(Precision.FLOAT));
    TensorFile tensors = TensorFile.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(tensors.metadata());
    metadata.put("curvelane.version", "99");
    new TensorFile(tensors.tensors(), metadata).write(file);
    assertThatThrownBy(() -> Predictor.read(file))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining("its version is '99', this library reads versions 1 and 2");
  }

  @Test
  void thePrecisionIsAsked() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelFile.write(file, Models.classifier(Precision.FLOAT));
    Model<float[]> model = ModelFile.read(file, Precision.FLOAT);
    assertThat(model.parameters()).containsExactly(Models.classifier(Precision.FLOAT).parameters());
    assertThatThrownBy(() -> ModelFile.read(file, Precision.DOUBLE))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("the model is in float precision, double was asked for");
  }

  // ---------------------------------------------------------------- errors

  @Test
  void rowsOfTheWrongWidthAreRefused() {
    Predictor predictor = Predictor.of(Models.classifier(Precision.FLOAT));
    String message = "row has 3 elements, must have the model's 9 columns: ca, cb, cc, cd, ce, ";
    double[] results = {5, 5, 5};
    assertThatThrownBy(() -> predictor.predict(new double[3], results))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
    assertThatThrownBy(() -> predictor.predict(1, 2, 3)).hasMessageStartingWith(message);
    assertThatThrownBy(() -> predictor.predict(new float[3])).hasMessageStartingWith(message);
    assertThatThrownBy(() -> predictor.classify(1, 2, 3)).hasMessageStartingWith(message);
    assertThatThrownBy(() -> predictor.classify(new float[3])).hasMessageStartingWith(message);
    assertThatThrownBy(() -> predictor.predict(new double[][] {new double[9], new double[10]}))
        .hasMessage("rows[1] has 10 elements, must have 9");
    assertThatThrownBy(() -> predictor.predict(new float[][] {new float[8]}))
        .hasMessage("rows[0] has 8 elements, must have 9");
    assertThat(results).containsOnly(5);
  }

  @Test
  void numbersThatAreNotFiniteAreNamedAndNothingIsWritten() {
    Predictor predictor = Predictor.of(Models.classifier(Precision.FLOAT));
    int n = 2 * Engine.BLOCK;
    for (int bad : new int[] {0, 5, Engine.BLOCK, n - 1}) {
      double[] rows = Precision.FLOAT.toDoubles(Models.rows(n, FEATURES, 9));
      double[] results = new double[3 * n];
      int[] classes = new int[n];
      Arrays.fill(results, 5);
      Arrays.fill(classes, 5);
      for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
        rows[bad * FEATURES + 2] = value;
        String message = "row " + bad + ", column 2 (cc), is " + value + ", must be finite";
        assertThatThrownBy(() -> predictor.predict(rows, 0, FEATURES, n, results, 0, 3))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(message);
        assertThatThrownBy(() -> predictor.classify(rows, 0, FEATURES, n, classes, 0))
            .hasMessage(message);
      }
      rows[bad * FEATURES + 2] = 1e300;
      assertThatThrownBy(() -> predictor.predict(rows, 0, FEATURES, n, results, 0, 3))
          .hasMessage(
              "row %d, column 2 (cc), is 1.0E300, too large for this model: normalized it is Infinity"
                  .formatted(bad));
      assertThat(results).containsOnly(5);
      assertThat(classes).containsOnly(5);
    }
    float[] row = new float[FEATURES];
    row[8] = Float.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> predictor.classify(row))
        .hasMessage("row 0, column 8 (ci), is -Infinity, must be finite");
    Predictor nameless = Predictor.of(Models.model(Precision.DOUBLE, Loss.huber(1), FEATURES, 1));
    assertThatThrownBy(() -> nameless.value(row))
        .hasMessage("row 0, column 8, is -Infinity, must be finite");
    assertThat(predictor.concurrency()).as("what was refused was given back").isEqualTo(1);
  }

  @Test
  void arraysThatDoNotFitAreRefused() {
    Predictor predictor = Predictor.of(Models.classifier(Precision.FLOAT));
    double[] rows = new double[2 * FEATURES];
    double[] results = new double[6];
    assertRefused(predictor, rows, -1, 9, 1, results, 0, 3, "offset is -1, must be at least 0");
    assertRefused(
        predictor,
        rows,
        0,
        8,
        1,
        results,
        0,
        3,
        "stride is 8, must be at least the 9 columns of rows");
    assertRefused(predictor, rows, 0, 9, -1, results, 0, 3, "count is -1, must be at least 0");
    assertRefused(
        predictor,
        rows,
        1,
        9,
        2,
        results,
        0,
        3,
        "rows has 18 elements, must have at least 19: 2 rows of 9 columns from index 1, 9 apart");
    assertRefused(
        predictor, rows, 0, 9, 1, results, -2, 3, "resultsOffset is -2, must be at least 0");
    assertRefused(
        predictor,
        rows,
        0,
        9,
        1,
        results,
        0,
        2,
        "resultsStride is 2, must be at least the 3 columns of results");
    assertRefused(
        predictor,
        rows,
        0,
        9,
        2,
        results,
        0,
        4,
        "results has 6 elements, must have at least 7: 2 rows of 3 columns from index 0, 4 apart");
    assertRefused(
        predictor, rows, 0, 9, 1, rows, 8, 3, "results (offset 8) overlap rows (offset 0)");
    predictor.predict(rows, 0, 9, 1, rows, 9, 3);
    predictor.predict(rows, 0, 9, 0, new double[0], 0, 3);
    assertThatThrownBy(() -> predictor.classify(rows, 0, 9, 2, new int[1], 0))
        .hasMessage(
            "classes has 1 elements, must have at least 2: 2 rows of 1 columns from index 0, 1"
                + " apart");
    assertThatThrownBy(() -> predictor.predict(new double[9], new double[2]))
        .hasMessageStartingWith("results has 2 elements, must have at least 3");
  }

  private static void assertRefused(
      Predictor predictor,
      double[] rows,
      int offset,
      int stride,
      int count,
      double[] results,
      int resultsOffset,
      int resultsStride,
      String message) {
    assertThatThrownBy(
            () ->
                predictor.predict(
                    rows, offset, stride, count, results, resultsOffset, resultsStride))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(results).containsOnly(0);
  }

  @Test
  void whatAModelDoesNotHaveIsRefused() {
    Predictor classifier = Predictor.of(Models.classifier(Precision.FLOAT));
    Predictor regressor = Predictor.of(Models.regressor(Precision.FLOAT));
    assertThatThrownBy(() -> classifier.classNumber("pine"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'pine' is not a class of the model, which knows ash, beech, oak");
    String noValues = "the model tells the classes ash, beech, oak, it predicts no values";
    assertThatThrownBy(classifier::targets)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(noValues);
    assertThatThrownBy(() -> classifier.value(new double[9])).hasMessage(noValues);
    String noClasses = "the model predicts values of price, share, it has no classes";
    assertThatThrownBy(regressor::classes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(noClasses);
    assertThatThrownBy(() -> regressor.classNumber("ash")).hasMessage(noClasses);
    assertThatThrownBy(() -> regressor.classify(new double[9])).hasMessage(noClasses);
    assertThatThrownBy(() -> regressor.classify(new double[9], 0, 9, 1, new int[1], 0))
        .hasMessage(noClasses);
    assertThatThrownBy(() -> regressor.value(new double[9]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model has 2 targets, not one: price, share");
  }

  @Test
  void anOutputThatIsNaNHasNoClass() {
    Network<float[]> network = Network.of(Precision.FLOAT, new Dense(1, 2, Activation.identity()));
    float[] theta = {Float.MAX_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, 0};
    Predictor predictor = Predictor.of(network, theta, Loss.softmaxCrossEntropy());
    int[] classes = new int[2];
    predictor.classify(new double[] {-1, 4}, 0, 1, 2, classes, 0);
    assertThat(classes).containsExactly(1, -1);
    assertThatThrownBy(() -> predictor.classify(4))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("an output of the network is NaN: the row has no class");
  }
}
