package io.github.curvelane.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.serve.Fit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new process loads for its first prediction, and README's recipe for an archive of it. */
final class StartUpTest {
  private static final String PROGRAM =
      """
      import io.github.curvelane.serve.Predictor;
      import java.nio.file.Path;

      class Main {
        public static void main(String[] args) throws Exception {
          Predictor predictor = Predictor.read(Path.of(args[0]));
          for (int call = 0; call < Integer.getInteger("calls", 1); call++) {
            predictor.classify(5.1, 3.5);
          }
          System.out.println(predictor.classify(5.1, 3.5));
        }
      }
      """;

  @TempDir static Path directory;

  private static String classPath;
  private static String model;

  @BeforeAll
  static void compile() throws IOException {
    Path file = directory.resolve("model.safetensors");
    double[][] rows = {{5, 3}, {5.2, 3.4}, {1, 1}, {1.5, 0.5}};
    Fit.classes(rows, new String[] {"large", "large", "small", "small"}).fit().save(file);
    model = file.toString();
    Path source = Files.writeString(directory.resolve("Main.java"), PROGRAM);
    Path classes = directory.resolve("classes");
    Jdk.run(
            List.of(
                Jdk.tool("javac"),
                "-d",
                classes.toString(),
                "-cp",
                Jdk.libraryPath(),
                source.toString()))
        .outputOfSuccess();
    List<String> jars = new ArrayList<>(List.of(jar(classes, 0)));
    for (String entry : Jdk.libraryPath().split(File.pathSeparator)) {
      jars.add(Files.isDirectory(Path.of(entry)) ? jar(Path.of(entry), jars.size()) : entry);
    }
    classPath = String.join(File.pathSeparator, jars);
  }

  /** A jar of a directory: archives do not take classes from one. */
  private static String jar(Path classes, int number) {
    String jar = directory.resolve(number + ".jar").toString();
    List<String> content = List.of("-C", classes.toString(), ".");
    List<String> command = new ArrayList<>(List.of(Jdk.tool("jar"), "--create", "--file", jar));
    command.addAll(content);
    Jdk.run(command).outputOfSuccess();
    return jar;
  }

  /** The places that classes were loaded from, by the names of the classes. */
  private static List<String> loaded(String... options) {
    List<String> command =
        new ArrayList<>(List.of(Jdk.tool("java"), "--add-modules", "jdk.incubator.vector"));
    command.add("-Xlog:class+load:stdout:none");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, "Main", model));
    List<String> lines = Jdk.run(command).outputOfSuccess();
    assertThat(lines).contains("large");
    return lines;
  }

  private static final List<String> OF_VECTORS =
      List.of(
          "jdk.incubator.vector.FloatVector ",
          "jdk.incubator.vector.DoubleVector ",
          "io.github.curvelane.kernel.vector.FloatLanes ",
          "io.github.curvelane.kernel.vector.DoubleLanes ");

  private static boolean isOfVectors(String line) {
    return OF_VECTORS.stream().anyMatch(line::startsWith);
  }

  @Test
  void theFirstPredictionLoadsNoClassesOfVectorsAndNoLosses() {
    assertThat(loaded())
        .anyMatch(line -> line.startsWith("io.github.curvelane.kernel.plain.FloatPlainProduct "))
        .noneMatch(StartUpTest::isOfVectors)
        .noneMatch(line -> line.startsWith("io.github.curvelane.nn.FloatHuber "))
        .noneMatch(line -> line.startsWith("io.github.curvelane.nn.Maxout "))
        .noneMatch(line -> line.startsWith("io.github.curvelane.kernel.scalar.Double"));
  }

  @Test
  void aFewRowsLoadNoneButVectorsComeFirstWhereTheyAreAskedFor() {
    assertThat(loaded("-Dcalls=100")).noneMatch(StartUpTest::isOfVectors);
    assertThat(loaded("-Dcurvelane.provider=vector")).anyMatch(StartUpTest::isOfVectors);
  }

  @Test
  void theRecipeOfReadmeMakesAnArchiveAndUsesIt() throws IOException {
    String[] lines = recipe().strip().split("\n");
    assertThat(lines).hasSize(3);
    assertThat(run(lines[0])).contains("large");
    run(lines[1]);
    assertThat(run(lines[2])).containsExactly("large");
    assertThat(run(lines[2].replace("java ", "java -Xlog:class+load:stdout:none ")))
        .contains("large")
        .anyMatch(line -> line.matches("\\S+serve.Predictor source: shared objects file.*"))
        .anyMatch(line -> line.matches("\\S+Lambda\\S+ source: shared objects file.*"))
        .noneMatch(line -> line.matches("io.github.curvelane\\S* source: (?!shared).*"));
  }

  private static List<String> run(String line) {
    String command =
        line.replaceAll("^java ", Jdk.tool("java") + " ")
            .replace("app.jar:curvelane.jar:gson.jar", classPath)
            .replaceAll("app(?=[.](list|jsa))", directory.resolve("app").toString())
            .replaceAll("Main$", "Main " + model);
    return Jdk.run(List.of(command.split(" "))).outputOfSuccess();
  }

  private static String recipe() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String section = readme.substring(readme.indexOf("## Start-up"));
    return Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
        .matcher(section)
        .results()
        .map((MatchResult block) -> block.group(1))
        .findFirst()
        .orElseThrow();
  }
}
