package io.github.curvelane.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What README.md says of the build is true; {@link ExamplesTest} runs its examples. */
final class ReadmeTest {
  private static final Path ROOT = Path.of("..");

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
