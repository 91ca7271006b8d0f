package io.github.curvelane.bench.spectrum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScipyTest {
  @Test
  void linesOfTheScriptAreRead() {
    Scipy.Eigsh eigsh = Scipy.Eigsh.parse("eigsh 0.512 73 42.5 34.25");
    assertThat(eigsh.seconds()).isEqualTo(0.512);
    assertThat(eigsh.products()).isEqualTo(73);
    assertThat(eigsh.values()).containsExactly(42.5, 34.25);
  }

  @Test
  void modulesThatNobodyHasAreMissed() throws Exception {
    assertThat(Scipy.has("no_such_module_of_anybody")).isFalse();
  }
}
