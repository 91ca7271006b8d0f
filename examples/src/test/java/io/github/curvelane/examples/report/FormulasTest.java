package io.github.curvelane.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Formulas in texts. */
class FormulasTest {
  @Test
  void indicesAndExponentsAreLoweredAndRaised() {
    assertThat(Formulas.html("2/(λ_max + λ_min)"))
        .isEqualTo("2/(λ<sub>max</sub> + λ<sub>min</sub>)");
    assertThat(Formulas.html("ρ_kᵀHρ_(k−1) = 0")).isEqualTo("ρ<sub>k</sub>ᵀHρ<sub>k−1</sub> = 0");
    assertThat(Formulas.html("1/a_ii, E_p(w), h_50"))
        .isEqualTo("1/a<sub>ii</sub>, E<sub>p</sub>(w), h<sub>50</sub>");
    assertThat(Formulas.html("m^(−1/2), m^−½, A^½, κ^1.01 from"))
        .isEqualTo("m<sup>−1/2</sup>, m<sup>−½</sup>, A<sup>½</sup>, κ<sup>1.01</sup> from");
  }

  @Test
  void powersOfTenAndSignsAreThose() {
    assertThat(Formulas.html("3e-17 to 1e-6, 1e+08 and 0e+00"))
        .isEqualTo("3·10<sup>−17</sup> to 10<sup>−6</sup>, 10<sup>8</sup> and 0");
    assertThat(Formulas.html("-0.318 (-1.62 to -2.7e-06)"))
        .isEqualTo("−0.318 (−1.62 to −2.7·10<sup>−6</sup>)");
  }

  @Test
  void otherTextsStayAsTheyAre() {
    for (String text :
        new String[] {
          "a 784-30-10 network",
          "SHA-256",
          "house_price",
          "test-2",
          "the 1-1-1 network",
          "2e",
          "file_1e5.csv",
          "L-BFGS",
          "x - y"
        }) {
      assertThat(Formulas.html(text)).isEqualTo(text);
      assertThat(Formulas.svg(text)).isEqualTo(text);
    }
    assertThat(Formulas.html("a < b & \"c\"")).isEqualTo(Html.escape("a < b & \"c\""));
  }

  /** What is lowered is followed by what is on the line again, by as much. */
  @Test
  void anSvgTextReturnsToItsLine() {
    assertThat(Formulas.svg("λ_max online"))
        .isEqualTo("λ<tspan dy=\"3\" class=\"small\">max</tspan><tspan dy=\"-3\"> online</tspan>");
    assertThat(Formulas.svg("m^(−½)")).isEqualTo("m<tspan dy=\"-5\" class=\"small\">−½</tspan>");
  }
}
