package io.github.curvelane.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

final class AtomicFileTest {
  /** A file system whose names are ASCII refuses Arabic digits: nothing could be saved there. */
  @Test
  void temporaryNamesHaveTheSameDigitsInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(AtomicFile.temporaryName("model")).matches("\\.model\\.[0-9]+-[0-9]+\\.tmp");
    } finally {
      Locale.setDefault(before);
    }
  }
}
