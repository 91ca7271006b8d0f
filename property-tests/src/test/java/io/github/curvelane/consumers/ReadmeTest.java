package io.github.curvelane.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md shows is true. */
final class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @TempDir Path directory;

  @Test
  void theExampleRuns() throws IOException {
    Path source = directory.resolve("Example.java");
    Files.writeString(source, block(readme(), "java"));
    List<String> output =
        Jdk.run(
                List.of(
                    Jdk.tool("java"),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-cp",
                    Jdk.libraryPath(),
                    source.toString()))
            .outputOfSuccess();
    assertThat(output).singleElement().asString().matches("loss 0\\.\\d+, curvature \\d.*");
  }

  @Test
  void theServiceRuns() throws IOException {
    Path source = directory.resolve("Service.java");
    Path irises = ROOT.resolve(Path.of("src", "test", "resources", "serve", "iris.csv"));
    String[] blocks = readme().split("## A model in a service");
    Files.writeString(
        source,
        """
        import io.github.curvelane.serve.*;
        import java.nio.file.*;
        import java.util.*;

        class Service {
          public static void main(String[] args) throws Exception {
            var lines = Files.readAllLines(Path.of(args[0])).stream().skip(1).map(l -> l.split(",")).toList();
            String[] species = lines.stream().map(l -> l[4]).toArray(String[]::new);
            double[][] rows =
                lines.stream()
                    .map(l -> Arrays.stream(l).limit(4).mapToDouble(Double::parseDouble).toArray())
                    .toArray(double[][]::new);
            %s
            System.out.println(name + " " + (probabilities[0] > 0.9));
          }
        }
        """
            .formatted(
                block(blocks[1], "java")
                    .replace(
                        "iris.safetensors", directory.resolve("iris.safetensors").toString())));
    List<String> output =
        Jdk.run(
                List.of(
                    Jdk.tool("java"),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-cp",
                    Jdk.libraryPath(),
                    source.toString(),
                    irises.toAbsolutePath().toString()))
            .outputOfSuccess();
    assertThat(output).hasSize(4).endsWith("setosa true");
  }

  @Test
  void theCoordinatesAreTheBuilds() throws IOException {
    String coordinates = block(readme(), "xml");
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(pom);
    assertThat(version.find()).isTrue();
    assertThat(coordinates)
        .contains("<groupId>io.github.curvelane</groupId>", "<artifactId>curvelane</artifactId>")
        .contains("<version>" + version.group(1) + "</version>");
  }

  @Test
  void continuousIntegrationRunsTheTestCommand() throws IOException {
    String lastLine = Files.readAllLines(ROOT.resolve(".ci").resolve("run")).getLast();
    assertThat(readme()).contains("    " + lastLine + " ");
  }

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }

  private static String block(String text, String language) {
    Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
