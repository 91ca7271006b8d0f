package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curvelane.Diagonal;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.NetworkObjective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Densities and traces of trained networks against their complete spectra. */
final class TrainedSpectrumTest {
  private static final int PROBES = 10;
  private static final int SEEDS = 20;

  /**
   * A network of 226 parameters on digits that are drawn. The bound of the density is that for
   * large networks; 10 of Student's samples leave three standard errors in 1.5 of 100 cases.
   */
  @Test
  void aSmallNetwork() {
    Digits digits = Digits.ofSide(16, 1);
    KnownSpectrum<double[]> known =
        PooledDigits.spectrum(
            PooledDigits.trained(
                digits.images(0, 300), digits.labels(0, 300), 4, 8, 3, Loss.softmaxCrossEntropy()));
    assertThat(known.eigenvalues()).hasSize(226);
    double fine = distance(known, 64, 5);
    assertThat(fine).isLessThanOrEqualTo(0.1);
    assertThat(distance(known, 16, 5)).isGreaterThan(1.4 * fine);
    assertThat(tracesWithinThreeStandardErrors(known)).isGreaterThanOrEqualTo(95);
  }

  /** Networks 196-7-10 on 1,000 digits of MNIST, a minute each; prints what it measures. */
  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(strings = {"half-squared-error", "softmax-cross-entropy"})
  void aNetworkForRealDigits(String loss) throws IOException {
    KnownSpectrum<double[]> known =
        PooledDigits.spectrum(realDigits(1_000, 2, 7, 5, Loss.parse(loss)));
    double[] values = known.eigenvalues();
    System.out.printf(
        "%s: N %d, trace %.4f, mean |λ| %.5f, λ from %.4f to %.4f%n",
        known.name(),
        values.length,
        known.trace(),
        magnitude(known),
        values[0],
        values[values.length - 1]);
    double coarse = distance(known, 16, SEEDS);
    double fine = distance(known, 64, SEEDS);
    int within = tracesWithinThreeStandardErrors(known);
    System.out.printf(
        "distance / mean |λ|: %.3f with 16 steps, %.3f with 64; %d traces of 100 within 3 errors%n",
        coarse, fine, within);
    double[] gains = new double[4];
    for (int i = 0; i < 4; i++) {
      int products = new int[] {12, 24, 48, 120}[i];
      double plain = hutchinson(known.operator(), known.trace(), products, 2 * SEEDS);
      double plus = hutchPlusPlus(known.operator(), known.trace(), products, 2 * SEEDS);
      gains[i] = plain / plus;
      System.out.printf(
          "%d products: Hutchinson %.2f %%, Hutch++ %.2f %%%n", products, 100 * plain, 100 * plus);
    }
    assertThat(fine).isLessThanOrEqualTo(0.1);
    assertThat(coarse).isGreaterThan(1.4 * fine);
    assertThat(within).isGreaterThanOrEqualTo(98);
    assertThat(gains[0]).isLessThan(1.5);
    assertThat(gains[2]).isGreaterThan(1.3);
  }

  /**
   * The network 784-30-10, whose trace is the sum of its exact diagonal: at its start and after 10
   * epochs on 300 digits.
   */
  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void theTraceOfALargerNetwork(int epochs) throws IOException {
    NetworkObjective<double[]> objective = realDigits(300, 1, 30, epochs, Loss.halfSquaredError());
    double[] diagonal = new double[objective.dimension()];
    objective.diagonal(Diagonal.HESSIAN, diagonal);
    double trace = Arrays.stream(diagonal).sum();
    System.out.printf("784-30-10 after %d epochs: trace %.4f%n", epochs, trace);
    double plain = 0;
    double plus = 0;
    for (int products : new int[] {12, 48, 120}) {
      plain = hutchinson(objective.hessian(), trace, products, 10);
      plus = hutchPlusPlus(objective.hessian(), trace, products, 10);
      System.out.printf(
          "%d products: Hutchinson %.2f %%, Hutch++ %.2f %%%n", products, 100 * plain, 100 * plus);
    }
    assertThat(plus).isLessThan(epochs == 0 ? 1.5 * plain : plain / 1.5);
  }

  private static NetworkObjective<double[]> realDigits(
      int count, int pool, int hidden, int epochs, Loss loss) throws IOException {
    Path mnist = Path.of(System.getProperty("curvelane.test.mnist", "none"));
    assumeTrue(Files.isDirectory(mnist));
    return PooledDigits.trained(
        first(IdxFile.read(mnist.resolve("t10k-images-idx3-ubyte.gz")), count, 28, 28),
        first(IdxFile.read(mnist.resolve("t10k-labels-idx1-ubyte.gz")), count),
        pool,
        hidden,
        epochs,
        loss);
  }

  private static IdxArray first(IdxArray whole, int... shape) {
    byte[] content = new byte[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) whole.get(i);
    }
    return IdxArray.ofBytes(content, shape);
  }

  private static double magnitude(KnownSpectrum<?> known) {
    return Arrays.stream(known.eigenvalues()).map(Math::abs).average().orElseThrow();
  }

  /** The mean distance from the complete spectrum over some seeds, in units of the mean |λ|. */
  private static double distance(KnownSpectrum<double[]> known, int steps, int seeds) {
    double sum = 0;
    for (int seed = 0; seed < seeds; seed++) {
      sum += density(known, steps, seed).wasserstein(known.eigenvalues());
    }
    return sum / seeds / magnitude(known);
  }

  private static SpectralDensity density(KnownSpectrum<double[]> known, int steps, int seed) {
    return new LanczosQuadrature(steps, PROBES, 1, seed)
        .density(known.operator(), ProductWatch.NONE);
  }

  /** Of 100 seeds. Further steps would not change what a probe tells of the trace. */
  private static int tracesWithinThreeStandardErrors(KnownSpectrum<double[]> known) {
    int within = 0;
    for (int seed = 0; seed < 100; seed++) {
      Estimate trace = density(known, 1, seed).trace();
      double error = Math.abs(trace.value() - known.trace());
      within += error <= 3 * trace.standardError() ? 1 : 0;
    }
    return within;
  }

  /** The relative root mean square error over some seeds. */
  private static double hutchinson(
      SymmetricOperator<double[]> operator, double trace, int products, int seeds) {
    double squares = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Estimate estimate = new Hutchinson(products, 1, seed).trace(operator, ProductWatch.NONE);
      squares += Math.pow(estimate.value() / trace - 1, 2);
    }
    return Math.sqrt(squares / seeds);
  }

  private static double hutchPlusPlus(
      SymmetricOperator<double[]> operator, double trace, int products, int seeds) {
    double squares = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Estimate estimate = new HutchPlusPlus(products, 1, seed).trace(operator, ProductWatch.NONE);
      squares += Math.pow(estimate.value() / trace - 1, 2);
    }
    return Math.sqrt(squares / seeds);
  }
}
