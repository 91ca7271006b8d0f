package io.github.curvelane.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Functions;
import io.github.curvelane.kernel.Kernels;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Elementary functions and activations have the same bits in every lane and in the scalar twin. */
final class FunctionProperties {
  private interface Function {
    <A> void apply(Functions<A> on, int n, A x, int xOffset, A y, int yOffset);
  }

  private enum Elementary implements Function {
    EXP {
      @Override
      public <A> void apply(Functions<A> on, int n, A x, int xOffset, A y, int yOffset) {
        on.exp(n, x, xOffset, y, yOffset);
      }
    },
    EXPM1 {
      @Override
      public <A> void apply(Functions<A> on, int n, A x, int xOffset, A y, int yOffset) {
        on.expm1(n, x, xOffset, y, yOffset);
      }
    },
    LOG {
      @Override
      public <A> void apply(Functions<A> on, int n, A x, int xOffset, A y, int yOffset) {
        on.log(n, x, xOffset, y, yOffset);
      }
    },
    LOG1P {
      @Override
      public <A> void apply(Functions<A> on, int n, A x, int xOffset, A y, int yOffset) {
        on.log1p(n, x, xOffset, y, yOffset);
      }
    },
    TANH {
      @Override
      public <A> void apply(Functions<A> on, int n, A x, int xOffset, A y, int yOffset) {
        on.tanh(n, x, xOffset, y, yOffset);
      }
    },
    LOGISTIC {
      @Override
      public <A> void apply(Functions<A> on, int n, A x, int xOffset, A y, int yOffset) {
        on.logistic(n, x, xOffset, y, yOffset);
      }
    },
    SOFTPLUS {
      @Override
      public <A> void apply(Functions<A> on, int n, A x, int xOffset, A y, int yOffset) {
        on.softplus(n, x, xOffset, y, yOffset);
      }
    },
    ERF {
      @Override
      public <A> void apply(Functions<A> on, int n, A x, int xOffset, A y, int yOffset) {
        on.erf(n, x, xOffset, y, yOffset);
      }
    }
  }

  /** Every name, where it has parameters with numbers of all bounds, and some more numbers. */
  private static final List<Activation> ACTIVATIONS =
      Stream.concat(
              Activation.names().stream().map(FunctionProperties::withNumbers),
              Stream.of("lecun-tanh(0.1)", "scaled-tanh(-2,0.3)", "leaky-relu(0.01)"))
          .map(Activation::parse)
          .distinct()
          .toList();

  private static String withNumbers(String name) {
    String numbers = name;
    for (String number : List.of("1.5", "0.5", "0.01")) {
      numbers = numbers.replaceFirst("(?<=[(,])[a-z]+", number);
    }
    return numbers;
  }

  @Property(tries = 1000)
  void functionsAreTheSameInEveryLane(
      @ForAll("precisions") Precision<?> precision,
      @ForAll Elementary function,
      @ForAll @IntRange(max = 150) int n,
      @ForAll Filling filling,
      @ForAll boolean inPlace,
      @ForAll long seed) {
    checkFunction(precision, function, n, filling, inPlace, seed);
  }

  @Property(tries = 1000)
  void activationsAreTheSameInEveryLane(
      @ForAll("precisions") Precision<?> precision,
      @ForAll("activations") Activation activation,
      @ForAll @IntRange(max = 150) int n,
      @ForAll @IntRange(min = 1, max = 7) int wanted,
      @ForAll Filling filling,
      @ForAll long seed) {
    checkActivation(precision, activation, n, wanted, filling, seed);
  }

  private static <A> void checkFunction(
      Precision<A> precision,
      Function function,
      int n,
      Filling filling,
      boolean inPlace,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix<A> x = Matrix.random(precision, filling, random, 1, n);
    Matrix<A> y = inPlace ? x : Matrix.random(precision, filling, random, 1, n);
    Matrix<A> expected = y.copy();
    function.apply(
        Kernels.scalar(precision).functions(),
        n,
        inPlace ? expected.array() : x.array(),
        x.offset(),
        expected.array(),
        expected.offset());
    function.apply(
        Kernels.of(precision).functions(), n, x.array(), x.offset(), y.array(), y.offset());
    assertThat(y.difference(expected)).isNull();
  }

  /** Compares the wanted results (a bit each: f, f′, f″) with those of the scalar twin for all. */
  private static <A> void checkActivation(
      Precision<A> precision,
      Activation activation,
      int n,
      int wanted,
      Filling filling,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix<A> x = Matrix.random(precision, filling, random, 1, n);
    List<Matrix<A>> results =
        List.of(
            Matrix.random(precision, filling, random, 1, n),
            Matrix.random(precision, filling, random, 1, n),
            Matrix.random(precision, filling, random, 1, n));
    List<Matrix<A>> expected = results.stream().map(Matrix::copy).toList();
    apply(Kernels.scalar(precision), activation, x, expected, 7);
    apply(Kernels.of(precision), activation, x, results, wanted);
    for (int d = 0; d < 3; d++) {
      if ((wanted >> d & 1) == 1) {
        assertThat(results.get(d).difference(expected.get(d))).as("derivative %d", d).isNull();
      }
    }
  }

  private static <A> void apply(
      Kernels<A> kernels, Activation activation, Matrix<A> x, List<Matrix<A>> results, int wanted) {
    Matrix<A> y = results.get(0);
    Matrix<A> d1 = results.get(1);
    Matrix<A> d2 = results.get(2);
    kernels
        .activations()
        .apply(
            activation,
            x.columns(),
            x.array(),
            x.offset(),
            (wanted & 1) == 0 ? null : y.array(),
            y.offset(),
            (wanted & 2) == 0 ? null : d1.array(),
            d1.offset(),
            (wanted & 4) == 0 ? null : d2.array(),
            d2.offset());
  }

  @Provide
  Arbitrary<Activation> activations() {
    return Arbitraries.of(ACTIVATIONS);
  }

  @Provide
  Arbitrary<Precision<?>> precisions() {
    return Arbitraries.of(Precision.FLOAT, Precision.DOUBLE);
  }
}
