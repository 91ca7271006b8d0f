package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions and activations give the bits of their scalar twins, for every length and offset. */
final class ElementwiseAgreementTest {
  private static final double UNTOUCHED = 123.5;

  /** A function over vectors of one family. */
  interface Pass {
    <A> void apply(Functions<A> functions, int n, A x, int xOffset, A y, int yOffset);
  }

  static Map<String, Pass> functions() {
    Map<String, Pass> map = new TreeMap<>();
    map.put("exp", Functions::exp);
    map.put("expm1", Functions::expm1);
    map.put("log", Functions::log);
    map.put("log1p", Functions::log1p);
    map.put("tanh", Functions::tanh);
    map.put("logistic", Functions::logistic);
    map.put("softplus", Functions::softplus);
    map.put("erf", Functions::erf);
    return map;
  }

  /** Every name, where it has parameters with numbers of all bounds, and some more numbers. */
  static List<Activation> activations() {
    Stream<Activation> named =
        Activation.names().stream().map(ElementwiseAgreementTest::withNumbers);
    Stream<Activation> more =
        Stream.of(
            Activation.lecunTanh(0.01), Activation.scaledTanh(-2, 0.5), Activation.leakyRelu(0.01));
    return Stream.concat(named, more).distinct().toList();
  }

  static Activation withNumbers(String name) {
    String numbers = name;
    for (String number : List.of("1.25", "0.5", "0.01")) {
      numbers = numbers.replaceFirst("(?<=[(,])[a-z]+", number);
    }
    return Activation.parse(numbers);
  }

  static List<Precision<?>> precisions() {
    return List.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void functionsOfManyArguments(Precision<A> precision) {
    A x = arguments(precision);
    int n = precision.length(x);
    functions()
        .forEach(
            (name, pass) -> {
              A expected = precision.newArray(n);
              A actual = precision.newArray(n);
              pass.apply(Kernels.scalar(precision).functions(), n, x, 0, expected, 0);
              pass.apply(Kernels.of(precision).functions(), n, x, 0, actual, 0);
              assertSame(precision, name, x, expected, actual);
            });
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void activationsOfManyArguments(Precision<A> precision) {
    A x = arguments(precision);
    int n = precision.length(x);
    for (Activation f : activations()) {
      List<A> expected = threeOf(precision, n);
      List<A> actual = threeOf(precision, n);
      apply(Kernels.scalar(precision), f, x, 0, expected, 0, n);
      apply(Kernels.of(precision), f, x, 0, actual, 0, n);
      for (int order = 0; order < 3; order++) {
        assertSame(precision, f + ", order " + order, x, expected.get(order), actual.get(order));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void everyLengthAndSomeOffsets(Precision<A> precision) {
    Kernels<A> kernels = Kernels.of(precision);
    A source = precision.of(Arguments.uniform(precision, 5, 80, -6, 6));
    for (Activation f : activations()) {
      List<A> whole = threeOf(precision, 80);
      apply(kernels, f, source, 0, whole, 0, 80);
      for (int n = 0; n <= 49; n++) {
        for (int offset : new int[] {0, 1, 7}) {
          List<A> part = threeOf(precision, 80);
          apply(kernels, f, source, 3, part, offset, n);
          for (int order = 0; order < 3; order++) {
            A expected = filled(precision, 80);
            precision.copy(whole.get(order), 3, expected, offset, n);
            assertThat(precision.sameBits(expected, part.get(order)))
                .as("%s, order %d, n = %d, offset %d", f, order, n, offset)
                .isTrue();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void functionsOfEveryLength(Precision<A> precision) {
    Functions<A> vector = Kernels.of(precision).functions();
    A source = precision.of(Arguments.uniform(precision, 6, 80, 0, 6));
    functions()
        .forEach(
            (name, pass) -> {
              A whole = precision.newArray(80);
              pass.apply(vector, 80, source, 0, whole, 0);
              for (int n = 0; n <= 49; n++) {
                A part = filled(precision, 80);
                A expected = filled(precision, 80);
                pass.apply(vector, n, source, 2, part, 5);
                precision.copy(whole, 2, expected, 5, n);
                assertThat(precision.sameBits(expected, part)).as("%s, n = %d", name, n).isTrue();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aResultIsTheSameWhicheverOthersAreWanted(Precision<A> precision) {
    Activations<A> activations = Kernels.of(precision).activations();
    int n = 37;
    A x = precision.of(Arguments.uniform(precision, 7, n, -4, 4));
    for (Activation f : activations()) {
      List<A> all = threeOf(precision, n);
      apply(Kernels.of(precision), f, x, 0, all, 0, n);
      for (int wanted = 0; wanted < 8; wanted++) {
        List<A> some = threeOf(precision, n);
        A y = (wanted & 1) == 0 ? null : some.get(0);
        A d1 = (wanted & 2) == 0 ? null : some.get(1);
        A d2 = (wanted & 4) == 0 ? null : some.get(2);
        activations.apply(f, n, x, 0, y, 0, d1, 0, d2, 0);
        for (int order = 0; order < 3; order++) {
          boolean given = (wanted >> order & 1) == 1;
          A expected = given ? all.get(order) : filled(precision, n);
          assertThat(precision.sameBits(expected, some.get(order)))
              .as("%s, order %d, results wanted %d", f, order, wanted)
              .isTrue();
        }
        for (int inPlace = 0; inPlace < 3; inPlace++) {
          if ((wanted >> inPlace & 1) == 1) {
            A both = precision.newArray(n);
            precision.copy(x, 0, both, 0, n);
            activations.apply(
                f,
                n,
                both,
                0,
                inPlace == 0 ? both : y,
                0,
                inPlace == 1 ? both : d1,
                0,
                inPlace == 2 ? both : d2,
                0);
            assertThat(precision.sameBits(all.get(inPlace), both))
                .as("%s, order %d in place, results wanted %d", f, inPlace, wanted)
                .isTrue();
          }
        }
      }
    }
  }

  private static <A> void apply(
      Kernels<A> kernels, Activation f, A x, int xOffset, List<A> results, int offset, int n) {
    kernels
        .activations()
        .apply(
            f,
            n,
            x,
            xOffset,
            results.get(0),
            offset,
            results.get(1),
            offset,
            results.get(2),
            offset);
  }

  private static <A> List<A> threeOf(Precision<A> precision, int n) {
    List<A> arrays = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      arrays.add(filled(precision, n));
    }
    return arrays;
  }

  private static <A> A filled(Precision<A> precision, int n) {
    A array = precision.newArray(n);
    precision.fill(array, 0, n, UNTOUCHED);
    return array;
  }

  private static <A> A arguments(Precision<A> precision) {
    double[] special = Arguments.special(precision);
    double[] all = Arguments.ofAllExponents(precision, 1, 100_000);
    double[] middle = Arguments.uniform(precision, 2, 100_000, -20, 20);
    double[] wide = Arguments.uniform(precision, 3, 100_003, -800, 800);
    double[] x = Arrays.copyOf(special, special.length + 300_003);
    System.arraycopy(all, 0, x, special.length, all.length);
    System.arraycopy(middle, 0, x, special.length + 100_000, middle.length);
    System.arraycopy(wide, 0, x, special.length + 200_000, wide.length);
    return precision.of(x);
  }

  private static <A> void assertSame(
      Precision<A> precision, String name, A x, A expected, A actual) {
    double[] e = precision.toDoubles(expected);
    double[] a = precision.toDoubles(actual);
    int at = Arrays.mismatch(e, a);
    assertThat(at)
        .as(
            () ->
                "%s %s of %s is %s, the scalar twin says %s"
                    .formatted(precision, name, precision.get(x, at), a[at], e[at]))
        .isEqualTo(-1);
  }
}
