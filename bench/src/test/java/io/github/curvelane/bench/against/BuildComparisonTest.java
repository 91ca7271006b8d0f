package io.github.curvelane.bench.against;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.step.StepTask;
import io.github.curvelane.nn.Network;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildComparisonTest {
  private static final Contest SHORT =
      new Contest(Duration.ofMillis(1), Duration.ofMillis(1), 3, 3);

  @TempDir private Path directory;

  /** The library of this program as a jar, whether it comes from one or from a directory. */
  private Path library() throws IOException, URISyntaxException {
    Path home = Path.of(Network.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isRegularFile(home)) {
      return home;
    }
    Path jar = directory.resolve("library.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> classes = Files.walk(home)) {
      for (Path each : classes.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(home.relativize(each).toString().replace('\\', '/')));
        Files.copy(each, out);
      }
    }
    return jar;
  }

  @Test
  void eachBuildIsLoadedApartAndComputesTheSame() throws Exception {
    try (var jar = new BuildLoader(library());
        var own = new BuildLoader(null)) {
      Class<?> one = jar.loadClass(Network.class.getName());
      assertThat(one)
          .isNotSameAs(own.loadClass(Network.class.getName()))
          .isNotSameAs(Network.class);
      assertThat(jar.loadClass(Network.class.getName())).isSameAs(one);
      StepTask task = new StepTask(List.of(5, 4, 3), 6);
      for (Work work : Work.values()) {
        Side.Call a = jar.side(1).prepare(work, task);
        Side.Call b = own.side(1).prepare(work, task);
        float[] before = a.result().clone();
        a.run();
        b.run();
        assertThat(a.result()).isEqualTo(b.result()).isNotEqualTo(before);
      }
    }
  }

  @Test
  void oneBuildTwiceIsReportedAsItself() throws Exception {
    Path samples = directory.resolve("samples.csv");
    StringWriter text = new StringWriter();
    try (var comparison =
            new BuildComparison(library(), null, true, 1, SHORT, new PrintWriter(text));
        SampleFile file = new SampleFile(samples, "against")) {
      List<StepTask> tasks = List.of(new StepTask(List.of(5, 4, 3), 6));
      comparison.run(List.of(Work.STEP, Work.BECKER_LECUN), tasks, "process 1", file);
      comparison.run(List.of(Work.STEP), tasks, "process 2", file);
      FirstSteps.run(library(), BuildComparison.OLD, 1, file);
      FirstSteps.run(null, BuildComparison.NEW, 2, file);
    }
    assertThat(text.toString()).contains("becker-lecun, 5-4-3 batch 6", "same");
    assertThat(text.toString()).doesNotContain("OTHER");
    List<String> lines = BuildSummary.read(samples).lines();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).startsWith("step: new/old ").contains("of 1, at most");
    assertThat(lines.get(2)).startsWith("all: new/old ").contains("of 2, at most");
    assertThat(lines.get(3)).startsWith("first step: ");
  }

  @Test
  void theRatioIsOfTheNewToTheOld() throws IOException {
    Path samples = directory.resolve("samples.csv");
    try (SampleFile file = new SampleFile(samples, "against")) {
      for (int round = 0; round < 3; round++) {
        file.write("step, a, process 1", BuildComparison.NEW, round, 110);
        file.write("step, a, process 1", BuildComparison.OLD, round, 100);
        file.write("step, b, process 2", BuildComparison.OLD, round, 200);
        file.write("step, b, process 2", BuildComparison.NEW, round, 180);
      }
    }
    assertThat(BuildSummary.read(samples).lines())
        .containsExactly(
            "step: new/old 0.995 in the geometric mean of 2, at most 1.100 (a)",
            "all: new/old 0.995 in the geometric mean of 2, at most 1.100 (step, a)");
    assertThat(Math.sqrt(1.1 * 0.9)).isEqualTo(0.995, within(5e-4));
  }

  @Test
  void anotherJarIsRefused() throws IOException {
    Path jar = directory.resolve("other.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry("nothing"));
    }
    try (var loader = new BuildLoader(jar)) {
      assertThatThrownBy(() -> loader.side(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(jar + " is no build of the library");
    }
  }
}
