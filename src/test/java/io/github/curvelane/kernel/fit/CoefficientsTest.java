package io.github.curvelane.kernel.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed coefficients are those that the fit gives. */
final class CoefficientsTest {
  private static final Path SOURCES = Path.of("main/java/io/github/curvelane/kernel/scalar");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void coefficientsAreWhatTheFitGives(boolean single) throws IOException {
    Path file = SOURCES.resolve(single ? "FloatCoefficients.java" : "DoubleCoefficients.java");
    assertThat(words(Files.readString(file))).isEqualTo(words(Coefficients.source(single)));
  }

  /** The text but for the formatter's line breaks. */
  private static String words(String text) {
    return text.replaceAll("[\\s*]+", " ");
  }
}
