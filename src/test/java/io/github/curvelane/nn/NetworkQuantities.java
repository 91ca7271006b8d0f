package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.AdaDelta;
import io.github.curvelane.optim.AdaGrad;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.AdamW;
import io.github.curvelane.optim.ClipByNorm;
import io.github.curvelane.optim.ClipByValue;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Nesterov;
import io.github.curvelane.optim.RmsProp;
import io.github.curvelane.optim.RmsPropNesterov;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.ShiftedNesterov;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;
import io.github.curvelane.optim.WeightDecay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Digests of everything that a network gives on a batch, group by group: SHA-256, cut to 48 bits,
 * over the bits of all elements with one NaN and two zeros.
 */
final class NetworkQuantities<A> {
  /** The exact diagonal of the Hessian takes a backward pass for every hidden unit. */
  private static final double MOST_HESSIAN_WORK = 2e8;

  /** Up to here every update rule takes its steps, and a model is written. */
  private static final int FEW_PARAMETERS = 30_000;

  private static final int STEPS = 3;

  private final DigestCase network;
  private final Precision<A> precision;
  private final NetworkObjective<A> objective;
  private final int n;
  private final A theta;
  private final Map<String, Map<String, String>> groups = new LinkedHashMap<>();
  private Map<String, String> group;

  private NetworkQuantities(DigestCase network, NetworkObjective<A> objective) {
    this.network = network;
    this.objective = objective;
    this.precision = objective.precision();
    this.n = objective.dimension();
    this.theta = precision.of(network.theta());
  }

  /** The digest of each quantity by group and name. */
  static <A> Map<String, Map<String, String>> of(
      DigestCase network, Precision<A> precision, int threads) {
    try (Parallelism parallelism =
        threads == 1 ? Parallelism.none() : Parallelism.threads(threads)) {
      var quantities = new NetworkQuantities<>(network, network.objective(precision, parallelism));
      quantities.compute();
      return quantities.groups;
    }
  }

  private void compute() {
    begin("start");
    initialParameters();
    begin("gradient");
    gradients();
    begin("products");
    products();
    begin("stacked");
    stackedProducts();
    begin("diagonals");
    diagonals();
    begin("examples");
    examples();
    begin("blocks");
    blocks();
    begin("steps");
    steps();
    if (n <= FEW_PARAMETERS) {
      begin("rules");
      rules();
    }
    begin("selected");
    selected();
  }

  private void begin(String name) {
    group = new LinkedHashMap<>();
    groups.put(name, group);
  }

  private void initialParameters() {
    for (Initializer initializer : Initializer.values()) {
      put(kebab(initializer), objective.network().initialize(initializer, 42));
    }
    unlessRefused("prediction", () -> List.of(prediction()));
    if (n <= FEW_PARAMETERS) {
      group.put("file", modelFile());
    }
  }

  private A prediction() {
    A predicted = precision.newArray(network.batch() * objective.network().outputs());
    Workspace<A> workspace = objective.network().newWorkspace(Math.min(network.batch(), 37));
    workspace.predict(theta, precision.of(network.inputs()), 0, network.batch(), predicted);
    return predicted;
  }

  /** What a model's file has in it, byte for byte. */
  private String modelFile() {
    int features = objective.network().inputs();
    double[] means = new double[features];
    double[] scales = new double[features];
    Arrays.setAll(means, i -> 0.25 * i - 1);
    Arrays.setAll(scales, i -> 1 / (1.0 + i));
    Model<A> model =
        new Model<>(objective.network(), theta, Normalization.of(means, scales), network.loss())
            .withNotes(Map.of("classes", "a b"));
    try {
      Path file = Files.createTempFile("curvelane", ".model");
      try {
        ModelFile.write(file, model);
        MessageDigest digest = sha256();
        return hex(digest.digest(Files.readAllBytes(file)));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void gradients() {
    putNumbers("value", objective.value(theta));
    A gradient = array();
    putNumbers("E", objective.valueAndGradient(theta, gradient));
    put("gradient", gradient);
    A again = array();
    putNumbers("linearized-E", objective.linearize(theta, again));
    put("linearized-gradient", again);
  }

  private void products() {
    A v = direction(7);
    put("Hv", result(product -> objective.hessianVector(v, product)));
    put("Gv", result(product -> objective.gaussNewtonVector(v, product)));
    unlessRefused(
        "Fv", () -> List.of(result(product -> objective.empiricalFisherVector(v, product))));
    A jv = precision.newArray(objective.outputs());
    objective.jacobianVector(v, jv);
    put("Jv", jv);
    A u = random(objective.outputs(), 8);
    put("JTu", result(product -> objective.jacobianTransposeVector(u, product)));
  }

  private void stackedProducts() {
    for (int count : new int[] {3, 5}) {
      List<A> vectors = new ArrayList<>();
      List<A> hessian = new ArrayList<>();
      List<A> gaussNewton = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        vectors.add(direction(20L + 7 * count + k));
        hessian.add(array());
        gaussNewton.add(array());
      }
      objective.hessianVectors(vectors, hessian);
      objective.gaussNewtonVectors(vectors, gaussNewton);
      for (int k = 0; k < count; k++) {
        put("Hv" + (k + 1) + "/" + count, hessian.get(k));
        put("Gv" + (k + 1) + "/" + count, gaussNewton.get(k));
      }
    }
  }

  private void diagonals() {
    int hidden =
        network.layers().subList(0, network.layers().size() - 1).stream()
            .mapToInt(Layer::outputs)
            .sum();
    for (Diagonal kind : Diagonal.values()) {
      if (kind != Diagonal.HESSIAN || (double) hidden * n * network.batch() <= MOST_HESSIAN_WORK) {
        unlessRefused(
            kebab(kind), () -> List.of(result(diagonal -> objective.diagonal(kind, diagonal))));
      }
    }
    for (int samples = 1; samples <= 3; samples += 2) {
      A drawn = array();
      int count = samples;
      unlessRefused(
          "monte-carlo-" + samples,
          () -> {
            objective.monteCarloGaussNewtonDiagonal(count, 11, drawn);
            return List.of(drawn);
          });
    }
  }

  private void examples() {
    int batch = network.batch();
    unlessRefused(
        "norms",
        () -> {
          A norms = precision.newArray(batch);
          objective.squaredGradientNorms(norms);
          return List.of(norms);
        });
    unlessRefused("variance", () -> List.of(result(objective::gradientVariance)));
    rows("first", 0, Math.min(batch, 3));
    rows("last", Math.max(0, batch - 2), batch);
    if (batch > Arithmetic.EXAMPLE_CHUNK) {
      rows("border", Arithmetic.EXAMPLE_CHUNK - 1, Arithmetic.EXAMPLE_CHUNK + 1);
    }
    unlessRefused(
        "residuals",
        () -> {
          A residuals = precision.newArray(objective.outputs());
          objective.residuals(theta, residuals);
          return List.of(residuals);
        });
  }

  private void rows(String which, int from, int to) {
    unlessRefused(
        which + "-gradients",
        () -> {
          A gradients = precision.newArray((to - from) * n);
          objective.gradients(from, to, gradients);
          return List.of(gradients);
        });
    unlessRefused(
        which + "-rows",
        () -> {
          int each = objective.rowsPerExample();
          A rows = precision.newArray((to - from) * each * n);
          objective.jacobianRows(from * each, to * each, rows);
          return List.of(rows);
        });
  }

  private void blocks() {
    for (int layer = 0; layer < network.layers().size(); layer++) {
      int size = network.layers().get(layer).outputs();
      for (boolean bend : new boolean[] {false, true}) {
        int at = layer;
        unlessRefused(
            "layer-" + layer + (bend ? "-bend" : ""),
            () -> {
              A first = precision.newArray(size * size);
              A last = precision.newArray(size * size);
              objective.outputCurvature(at, 0, bend, first);
              objective.outputCurvature(at, network.batch() - 1, bend, last);
              return List.of(first, last);
            });
      }
    }
  }

  private void steps() {
    steps("sgd", new Sgd());
    steps("momentum", new Momentum(0.9));
    steps("adam", new Adam());
  }

  private void steps(String name, UpdateRule rule) {
    A moved = precision.of(network.theta());
    Updater<A> updater = rule.init(Kernels.of(precision), n);
    double[] values = train(updater, moved);
    putNumbers(name + "-values", values);
    put(name, moved);
    List<A> memory = new ArrayList<>(updater.arrays().values());
    if (!memory.isEmpty()) {
      put(name + "-memory", memory, new double[0]);
    }
  }

  private void rules() {
    rule("nesterov", new Nesterov(0.9));
    rule("shifted-nesterov", new ShiftedNesterov(0.9));
    rule("ada-grad", new AdaGrad(1e-7));
    rule("ada-delta", new AdaDelta());
    rule("rms-prop", new RmsProp(0.9));
    rule("rms-prop-nesterov", new RmsPropNesterov(0.9, 0.9));
    rule("adam-w", new AdamW(0.01));
    rule(
        "chain",
        UpdateRule.chain(
            new ClipByValue(0.5), new ClipByNorm(1), new WeightDecay(1e-3), new Momentum(0.5)));
  }

  private void rule(String name, UpdateRule rule) {
    A moved = precision.of(network.theta());
    Updater<A> updater = rule.init(Kernels.of(precision), n);
    double[] values = train(updater, moved);
    List<A> arrays = new ArrayList<>(updater.arrays().values());
    arrays.add(moved);
    put(name, arrays, values);
  }

  /** Takes some steps as a trainer does and returns the values on the way. */
  private double[] train(Updater<A> updater, A moved) {
    A gradient = array();
    double[] values = new double[STEPS];
    for (int step = 0; step < STEPS; step++) {
      double rate = 0.05 / (1 + step);
      if (updater.looksAhead()) {
        updater.lookAhead(moved);
      }
      if (updater.isFusable()) {
        updater.begin(rate, moved, gradient);
        values[step] = objective.valueAndUpdate(moved, gradient, updater);
      } else {
        values[step] = objective.valueAndGradient(moved, gradient);
        updater.step(rate, moved, gradient);
      }
    }
    return values;
  }

  /** The same on some of the examples in another order. */
  private void selected() {
    int batch = network.batch();
    int[] order = new int[batch];
    Arrays.setAll(order, p -> batch - 1 - p);
    objective.select(order, batch / 3, batch);
    A gradient = array();
    putNumbers("E", objective.linearize(theta, gradient));
    put("gradient", gradient);
    A v = direction(12);
    put("Hv", result(product -> objective.hessianVector(v, product)));
    put("becker-lecun", result(d -> objective.diagonal(Diagonal.BECKER_LECUN, d)));
  }

  private A array() {
    return precision.newArray(n);
  }

  private A result(Consumer<A> computation) {
    A result = array();
    computation.accept(result);
    return result;
  }

  private A direction(long seed) {
    return random(n, seed);
  }

  private A random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> 2 * random.nextDouble() - 1);
    return precision.of(values);
  }

  /** A quantity that not every loss or layer has. */
  private void unlessRefused(String name, Supplier<List<A>> computation) {
    try {
      put(name, computation.get(), new double[0]);
    } catch (UnsupportedOperationException e) {
      group.put(name, "refused");
    }
  }

  private void put(String name, A array) {
    put(name, List.of(array), new double[0]);
  }

  private void putNumbers(String name, double... values) {
    put(name, List.of(), values);
  }

  private void put(String name, List<A> arrays, double[] values) {
    MessageDigest digest = sha256();
    for (A array : arrays) {
      digest.update(bits(array));
    }
    digest.update(bits(values));
    if (group.put(name, hex(digest.digest())) != null) {
      throw new AssertionError("two quantities are named " + name);
    }
  }

  /** The elements' bits after their number, all NaNs the same. */
  private static ByteBuffer bits(Object array) {
    if (array instanceof float[] floats) {
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + floats.length * Float.BYTES);
      bytes.putInt(floats.length);
      for (float x : floats) {
        bytes.putInt(Float.floatToIntBits(x));
      }
      return bytes.flip();
    }
    double[] doubles = (double[]) array;
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + doubles.length * Double.BYTES);
    bytes.putInt(doubles.length);
    for (double x : doubles) {
      bytes.putLong(Double.doubleToLongBits(x));
    }
    return bytes.flip();
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest, 0, 6);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
