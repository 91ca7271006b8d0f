package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.examples.papers.Pages;
import io.github.curvelane.examples.papers.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All numbers of the quick form, by the digests of their bits. They are recorded from a run of two
 * threads and vectors of 512 bits; this one has as many threads as are asked for by {@code
 * papers.threads}, and the vectors of its machine or of {@code curvelane.vector.bits}.
 */
class PapersDigestTest {
  @Test
  @Tag("exhaustive")
  void allNumbersAreTheRecordedOnes() throws IOException {
    List<String> found = new ArrayList<>();
    new PapersRun(
            Pages.all(),
            Scale.QUICK,
            Integer.getInteger("papers.threads", 1),
            new Console(Console.Level.QUIET),
            () -> false)
        .finish()
        .forEach((page, outcome) -> found.add(page.about().id() + " " + outcome.digest()));
    try (InputStream recorded = Pages.class.getResourceAsStream("digests.txt")) {
      List<String> lines =
          new String(recorded.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(found).isEqualTo(lines);
    }
  }
}
