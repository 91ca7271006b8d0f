package io.github.curvelane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.data.Split;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.BatchSizes;
import io.github.curvelane.optim.ClipByValue;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.PlateauSchedule;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.serve.Fit;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users and their debuggers see of the exported packages. */
final class PublicTypesTest {
  private static final Path SOURCES = Path.of("main", "java");
  private static final Pattern SOURCE = Pattern.compile("\\[(EB|DL8|CMU)\\b");

  @Test
  void everyObjectSaysWhatItIs() throws Exception {
    List<Class<?>> types = types();
    assertThat(types).contains(Precision.class, StochasticTrainer.Builder.class);
    List<String> silent = new ArrayList<>();
    for (Class<?> type : types) {
      boolean hasObjects =
          Stream.of(type.getDeclaredMethods())
              .anyMatch(m -> Modifier.isPublic(m.getModifiers()) && !isStatic(m.getModifiers()));
      if (!type.isInterface()
          && hasObjects
          && type.getMethod("toString").getDeclaringClass() == Object.class) {
        silent.add(type.getName());
      }
    }
    assertThat(silent).isEmpty();
  }

  private static boolean isStatic(int modifiers) {
    return Modifier.isStatic(modifiers);
  }

  /** The public classes of exported packages, and the public ones that they contain. */
  private static List<Class<?>> types() throws Exception {
    Path compiled = compiled();
    List<Class<?>> types = new ArrayList<>();
    for (String name : exported()) {
      try (Stream<Path> files = Files.list(compiled.resolve(name.replace('.', '/')))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
          String simple = file.getFileName().toString().replace(".class", "");
          Class<?> type = Class.forName(name + "." + simple);
          boolean visible = !simple.equals("package-info");
          for (Class<?> c = type; c != null; c = c.getDeclaringClass()) {
            visible &= Modifier.isPublic(c.getModifiers());
          }
          if (visible) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  private static Path compiled() throws URISyntaxException {
    return Path.of(Precision.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Set<String> exported() {
    Set<String> names = new TreeSet<>();
    Module module = Precision.class.getModule();
    Objects.requireNonNull(module.getDescriptor(), "the library is a module")
        .exports()
        .forEach(e -> names.add(e.source()));
    return names;
  }

  @Test
  void textsAreThoseOfTheCallsThatMadeThem() {
    assertThat(Schedule.constant(0.5)).hasToString("constant(0.5)");
    assertThat(Schedule.cosine(0.5, 0, 100).warmUp(10).every(3))
        .hasToString("cosine(0.5, 0.0, 100).warmUp(10).every(3)");
    assertThat(Schedule.linear(0.5, 0.25, 9)).hasToString("linear(0.5, 0.25, 9)");
    assertThat(Schedule.exponential(0.5, 2)).hasToString("exponential(0.5, 2.0)");
    assertThat(Schedule.inverse(0.5)).hasToString("inverse(0.5)");
    assertThat(Schedule.inverseSquare(0.5)).hasToString("inverseSquare(0.5)");
    assertThat(new PlateauSchedule(0.5, 0.1, 3, 0.01, 1e-4))
        .hasToString(
            "plateau(factor 0.1, patience 3, tolerance 0.01, least 1.0E-4),"
                + " State[rate=0.5, best=Infinity, stale=0]");
    assertThat(SamplingOrder.sequential()).hasToString("sequential()");
    assertThat(SamplingOrder.shuffled(7)).hasToString("shuffled(7)");
    assertThat(BatchSizes.constant(8)).hasToString("8");
    assertThat(BatchSizes.growing(8, 2, 64)).hasToString("growing(8, 2.0, 64)");
    assertThat(
            StochasticTrainer.of(
                UpdateRule.chain(new ClipByValue(1), new Momentum(0.9)), Schedule.constant(0.5)))
        .hasToString(
            "Chain[rules=[ClipByValue[bound=1.0], Momentum[alpha=0.9]]], constant(0.5), 1 epochs,"
                + " batch 32, shuffled(1)");
  }

  @Test
  void textsTellSizes() {
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.lecunTanh(), Activation.identity(), 4, 3, 2);
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(8),
            Loss.softmaxCrossEntropy(),
            new float[4 * 5],
            Targets.labels(Precision.FLOAT, new int[5], 2));
    assertThat(objective).hasToString("softmax-cross-entropy of " + network + " on 5 examples");
    assertThat(network.newWorkspace(8))
        .hasToString("workspace of " + network + ", at most 8 examples, Parallelism[1]");
    assertThat(new Momentum(0.9).init(Kernels.of(Precision.FLOAT), 3))
        .hasToString("3 float parameters, 0 steps, memory [velocity]");
    assertThat(Split.everyKth(10, 5)).hasToString("8 training examples, 2 test examples");
    assertThat(Fit.classes(new double[][] {{1}, {2}}, new int[] {0, 1}))
        .asString()
        .startsWith("2 rows of ")
        .contains("softmax-cross-entropy, Adam[")
        .endsWith(" 300 epochs, batch 32, seed 1");
  }

  /** An abbreviation in a Javadoc comment is explained on the page of its package. */
  @Test
  void abbreviatedSourcesAreExplainedInTheirPackage() throws IOException {
    for (String name : exported()) {
      Path folder = SOURCES.resolve(name.replace('.', '/'));
      Set<String> used = new TreeSet<>();
      Set<String> explained = new TreeSet<>();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          boolean isPage = file.endsWith("package-info.java");
          Pattern pattern = isPage ? Pattern.compile("\\[(EB|DL8|CMU)\\] is") : SOURCE;
          String text = Files.readString(file).replaceAll("\n \\* ?", " ");
          pattern
              .matcher(text)
              .results()
              .map((MatchResult found) -> found.group(1))
              .forEach((isPage ? explained : used)::add);
        }
      }
      assertThat(explained).as(name).isEqualTo(used);
    }
  }
}
