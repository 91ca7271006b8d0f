package io.github.curvelane.nn;

import static io.github.curvelane.nn.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import io.github.curvelane.nn.NetworkCase.Cost;
import io.github.curvelane.nn.NetworkCase.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All that a network gives which normalises by the statistics of its batch, against hyper-dual
 * numbers of the whole batch.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("cases")
final class BatchNormalizationOracleTest {
  private static final int BATCH = 5;
  private static final double EPSILON = 0.01;

  /** A network, once as the library computes it and once of the whole batch. */
  record Case(String name, Cost cost, List<Layer> layers, List<ScalarLayer> plain) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Layers with their twins, one behind the other. */
  private static final class Twins {
    private final List<Layer> layers = new ArrayList<>();
    private final List<ScalarLayer> plain = new ArrayList<>();

    private Twins add(Layer layer, ScalarLayer twin) {
      layers.add(layer);
      plain.add(twin);
      return this;
    }

    Twins dense(int in, int out, Unit unit) {
      ScalarLayer twin = ScalarLayer.dense(in, out, unit.curve);
      return add(new Dense(in, out, unit.activation), ScalarBatch.each(BATCH, twin));
    }

    Twins normalize(int units, Unit unit) {
      return add(
          new BatchNormalization(units, EPSILON, unit.activation),
          ScalarBatch.batchNormalization(BATCH, units, units, EPSILON, unit.curve));
    }

    Twins normalize(ImageShape shape, Unit unit) {
      int maps = shape.channels();
      return add(
          new BatchNormalization(shape, EPSILON, unit.activation),
          ScalarBatch.batchNormalization(BATCH, shape.units(), maps, EPSILON, unit.curve));
    }

    Twins residual(Unit unit, Twins inner) {
      return add(
          new Residual(inner.layers, unit.activation),
          new ScalarResidual(new ScalarChain(inner.plain.toArray(ScalarLayer[]::new)), unit.curve));
    }

    Case of(String name, Cost cost) {
      return new Case(name, cost, layers, plain);
    }
  }

  static List<Case> cases() {
    return List.of(
        new Twins()
            .dense(3, 4, Unit.IDENTITY)
            .normalize(4, Unit.TANH)
            .dense(4, 3, Unit.IDENTITY)
            .of("between", Cost.SOFTMAX),
        new Twins()
            .normalize(3, Unit.IDENTITY)
            .dense(3, 2, Unit.TANH)
            .normalize(2, Unit.SILU)
            .of("first and last", Cost.HALF_SQUARED_ERROR),
        new Twins()
            .dense(2, 8, Unit.TANH)
            .normalize(new ImageShape(2, 2, 2), Unit.SOFTPLUS)
            .dense(8, 2, Unit.IDENTITY)
            .of("of maps", Cost.SOFTMAX),
        new Twins()
            .dense(3, 3, Unit.LOGISTIC)
            .residual(Unit.TANH, new Twins().normalize(3, Unit.TANH).dense(3, 3, Unit.IDENTITY))
            .normalize(3, Unit.IDENTITY)
            .of("in a residual", Cost.BINARY));
  }

  private final ScalarNetwork oracle;
  private final NetworkObjective<double[]> objective;
  private final double[] theta;
  private final int size;
  private final double[] gradient;

  BatchNormalizationOracleTest(Case network) {
    Network<double[]> made = Network.of(Precision.DOUBLE, network.layers());
    double[] inputs = random(BATCH * made.inputs(), 7);
    double[] targets = random(BATCH * made.outputs(), 9);
    int outputs = made.outputs();
    for (int p = 0; p < BATCH; p++) {
      double rest = 1;
      for (int c = p * outputs; c < (p + 1) * outputs - 1; c++) {
        targets[c] = (0.5 + targets[c] / 3) / outputs;
        rest -= targets[c];
      }
      targets[(p + 1) * outputs - 1] = rest;
    }
    this.objective =
        new NetworkObjective<>(
            made.newWorkspace(BATCH),
            network.cost().loss,
            inputs,
            Targets.matrix(Precision.DOUBLE, targets, made.outputs()));
    this.oracle =
        new ScalarNetwork(
            new ScalarChain(network.plain().toArray(ScalarLayer[]::new)),
            ScalarBatch.mean(BATCH, network.cost().cost),
            new double[][] {inputs},
            new double[][] {targets});
    this.size = made.parameters();
    this.theta = random(size, 8);
    this.gradient = new double[size];
    objective.linearize(theta, gradient);
  }

  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private double[] unit(int i) {
    double[] unit = new double[size];
    unit[i] = 1;
    return unit;
  }

  @Test
  void valueAndGradient() {
    assertThat(oracle.parameters).isEqualTo(size);
    assertClose(
        "value",
        new double[] {objective.valueAndGradient(theta, new double[size])},
        new double[] {oracle.value(theta)});
    assertClose("gradient", gradient, oracle.gradient(theta));
  }

  @Test
  void products() {
    double[][] hessian = oracle.hessian(theta);
    double[][] gaussNewton = oracle.gaussNewton(theta);
    List<double[]> units = new ArrayList<>();
    List<double[]> h = new ArrayList<>();
    List<double[]> g = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      units.add(unit(i));
      h.add(new double[size]);
      g.add(new double[size]);
    }
    objective.hessianVectors(units, h);
    objective.gaussNewtonVectors(units, g);
    double[] single = new double[size];
    for (int i = 0; i < size; i++) {
      assertClose("H, column " + i, h.get(i), hessian[i], Close.largest(hessian));
      assertClose("G, column " + i, g.get(i), gaussNewton[i], Close.largest(gaussNewton));
      objective.hessianVector(units.get(i), single);
      assertThat(single).containsExactly(h.get(i));
    }
  }

  @Test
  void jacobianProducts() {
    double[][] jacobian = oracle.jacobian(theta, 0);
    int rows = objective.outputs();
    double[] column = new double[rows];
    for (int i = 0; i < size; i++) {
      objective.jacobianVector(unit(i), column);
      double[] expected = new double[rows];
      for (int r = 0; r < rows; r++) {
        expected[r] = jacobian[r][i];
      }
      assertClose("column " + i, column, expected, 1 + Close.largest(jacobian));
    }
    for (int r = 0; r < rows; r++) {
      double[] u = new double[rows];
      u[r] = 1;
      double[] row = new double[size];
      objective.jacobianTransposeVector(u, row);
      assertClose("row " + r, row, jacobian[r], 1 + Close.largest(jacobian));
    }
  }

  @Test
  void recursions() {
    for (boolean bend : new boolean[] {false, true}) {
      double[] diagonal = new double[size];
      objective.diagonal(
          bend ? Diagonal.BECKER_LECUN_SECOND_ORDER : Diagonal.BECKER_LECUN, diagonal);
      assertClose("bend " + bend, diagonal, oracle.beckerLeCun(theta, bend));
    }
  }

  @Test
  void everyCheckThatThereIsPasses() {
    Verdict verdict = Checks.all(objective, theta);
    assertThat(verdict).matches(Verdict::passed);
    assertThat(verdict.skipped())
        .contains(
            "empirical Fisher-vector product: no examples (hasExamples)",
            "Hessian diagonal: not among diagonals()",
            "Gauss-Newton diagonal: not among diagonals()");
  }
}
