package io.github.curvelane.examples.papers;

import static io.github.curvelane.examples.papers.Verdict.AS_PRINTED;
import static io.github.curvelane.examples.papers.Verdict.BY_HALF;
import static io.github.curvelane.examples.papers.Verdict.NOT_SO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.examples.report.ChartTexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** The claim of each page, on the numbers of its quick form, which are the recorded ones. */
class PapersTest {
  private static final List<String> DIGESTS = digests();

  /** Recorded from two threads and vectors of 512 bits. */
  private static List<String> digests() {
    try (InputStream recorded = Pages.class.getResourceAsStream("digests.txt")) {
      return new String(recorded.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Page page(String id) {
    return Pages.all().stream()
        .filter(p -> p.about().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no page " + id));
  }

  /** Runs a page; what every outcome must have is checked here. */
  private static Outcome quick(String id) {
    Page page = page(id);
    Outcome outcome = page.run(Scale.QUICK, Progress.NONE);
    assertThat(DIGESTS).contains(id + " " + outcome.digest());
    assertThat(page.about().rule()).containsIgnoringCase(outcome.verdict().toString());
    assertThat(outcome.pictures()).isNotEmpty();
    assertThat(outcome.reason()).doesNotContain("NaN");
    Set<String> charts = new HashSet<>();
    for (Picture picture : outcome.pictures()) {
      String svg = picture.chart().svg();
      assertThat(ChartTexts.check(svg)).isEqualTo(1);
      String start = "aria-labelledby=\"";
      int at = svg.indexOf(start) + start.length();
      assertThat(svg.substring(at)).startsWith(id);
      assertThat(charts.add(svg.substring(at, svg.indexOf(' ', at)))).isTrue();
    }
    assertThat(outcome.names()).allMatch(name -> name.matches("[^,\"\\n]+"));
    return outcome;
  }

  private static List<Double> each(Outcome found, String name) {
    return Arrays.stream(found.numbers(name)).boxed().toList();
  }

  @Test
  void namesAreUnique() {
    assertThat(Pages.all()).extracting(p -> p.about().id()).doesNotHaveDuplicates();
    assertThat(Pages.all())
        .allMatch(p -> p.about().id().startsWith(p.about().source().name().toLowerCase()));
  }

  @Test
  void figuresAreNumbers() {
    assertThat(Pages.all())
        .flatExtracting(p -> p.about().figures())
        .allMatch(figure -> figure.matches("\\d+(\\.\\d+)?"));
  }

  @Test
  void aRuleTellsWhenAClaimIsAsPrintedAndWhenItIsNotSo() {
    assertThat(Pages.all())
        .allSatisfy(
            p ->
                assertThat(p.about().rule())
                    .as(p.about().id())
                    .containsIgnoringCase(AS_PRINTED.toString())
                    .containsIgnoringCase(NOT_SO.toString())
                    .endsWith("."));
  }

  @Test
  void aPageEndsWhenItIsToldTo() {
    assertThatThrownBy(
            () ->
                page("eb-6")
                    .run(
                        Scale.QUICK,
                        (done, of) -> {
                          throw new CancellationException("at " + done + " of " + of);
                        }))
        .isInstanceOf(CancellationException.class)
        .hasMessage("at 1 of 3");
  }

  @Test
  void oneStepAtTheInverseCurvature() {
    Outcome found = quick("eb-6");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "last at 1/h")).allMatch(w -> w < 1e-15);
    // 60 steps of 1 − c: 0.6^60, 0.7^60, 1.1^60, to the rounding of 60 products.
    assertThat(each(found, "last at 0.4/h"))
        .allMatch(w -> Math.abs(w / Math.pow(0.6, 60) - 1) < 1e-10);
    assertThat(each(found, "last at 1.7/h"))
        .allMatch(w -> Math.abs(w / Math.pow(0.7, 60) - 1) < 1e-10);
    assertThat(each(found, "last at 2.1/h"))
        .allMatch(w -> Math.abs(w / Math.pow(1.1, 60) - 1) < 1e-10);
    assertThat(each(found, "signs at 1.7/h")).containsOnly(60.0);
    assertThat(each(found, "steps on log cosh")).allMatch(k -> k > 1 && k < 7);
  }

  @Test
  void spreadOfInputsIsTheCurvature() {
    Outcome found = quick("eb-7");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "relative difference of spread and eigenvalue"))
        .allMatch(e -> e < 1e-12);
    assertThat(each(found, "degrees between rated step and minimum")).allMatch(a -> a < 1e-5);
  }

  @Test
  void whiteInputsTakeOneStep() {
    Outcome found = quick("eb-2");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "condition number when raw")).allMatch(k -> k > 50);
    assertThat(each(found, "steps when variances 1")).containsOnly(1.0);
  }

  @Test
  void theGainOfTheSigmoidIsBelowOne() {
    Outcome found = quick("eb-4");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(found.numbers("f(1)")[0] - 1).isBetween(-2.8e-6, -2.6e-6);
    // E[f²] for x ~ N(0, 1), by quadrature 0.7504; the standard error of 20,000 draws is 0.005.
    assertThat(each(found, "recommended: variance")).allMatch(v -> Math.abs(v - 0.7504) < 0.02);
  }

  @Test
  void theBiasBoundsTheRate() {
    Outcome found = quick("eb-10");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "2/lambda max with bias")).allMatch(r -> r <= 2 && r > 1.9);
    assertThat(each(found, "growth a step at 2.2")).allMatch(g -> g > 1.15);
  }

  @Test
  void theMinimalNetworkLearns() {
    Outcome found = quick("eb-13");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "rest of the fall")).allMatch(r -> r < 0.05);
  }

  @Test
  void newtonIsDescentInWhiteCoordinates() {
    Outcome found = quick("eb-15");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "difference of Newton and whitened descent")).allMatch(d -> d < 1e-12);
  }

  @Test
  void conjugateGradientsTakeAtMostNSteps() {
    Outcome found = quick("eb-16");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "Fletcher-Reeves: steps at N = 30")).allMatch(k -> k <= 30);
    assertThat(each(found, "steepest descent: steps at N = 30")).allMatch(k -> k > 60);
  }

  @Test
  void theLastApproachIsAlongTheFlattestDirection() {
    Outcome found = quick("eb-5");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "cosine after 60 steps")).allMatch(c -> c > 0.9999);
  }

  @Test
  void largerDiagonalRatesFluctuateMore() {
    assertThat(quick("eb-22").verdict()).isEqualTo(AS_PRINTED);
  }

  @Test
  void diagonalRatesAreNotThreeTimesAsFast() {
    Outcome found = quick("eb-sdlm");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "gain: pixels from 0 to 1")).allMatch(g -> g > 1.1 && g < 3);
  }

  @Test
  void aHundredPresentationsTellTheOrderOfTheCurvature() {
    Outcome found = quick("eb-24");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "estimate over exact after 100")).allMatch(r -> r > 1 / 3.0 && r < 3);
  }

  @Test
  void halfOfThePredictedRateIsBetter() {
    Outcome found = quick("eb-25");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "784-30-10: best c")).allMatch(c -> c <= 0.5);
    assertThat(each(found, "784-30-10: error over best at c = 1")).allMatch(r -> r > 1.5);
  }

  @Test
  void sharedWeightsCurveMostInTheFirstLayer() {
    Outcome found = quick("eb-19");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    double[] first = found.numbers("mean second derivative of layer 1");
    double[] last = found.numbers("mean second derivative of layer 3");
    for (int s = 0; s < first.length; s++) {
      assertThat(first[s]).isGreaterThan(last[s]);
    }
  }

  @Test
  void tricksThatAreSwitchedOffCost() {
    Outcome found = quick("eb-tricks");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "loss over recommended: inputs not centred")).allMatch(r -> r > 1.2);
    assertThat(each(found, "loss over recommended: sorted by class")).allMatch(r -> r > 1.1);
    assertThat(each(found, "loss over recommended: weights ten times")).allMatch(r -> r > 5);
  }

  @Test
  void theLossFailsToSeparateNotBackpropagation() {
    Outcome found = quick("cmu-brady");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "squared error: wrong at t = 24.0")).containsOnly(1.0);
    assertThat(each(found, "cross-entropy: wrong at t = 24.0")).containsOnly(0.0);
    assertThat(each(found, "perceptron rule: wrong at t = 24.0")).containsOnly(0.0);
  }

  @Test
  void oneSpoilerTurnsThePerceptronMost() {
    Outcome found = quick("cmu-spoilers");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "squared error: wrong at t = 24.0")).containsOnly(1.0);
    assertThat(each(found, "perceptron rule: wrong at t = 24.0")).containsOnly(0.0);
  }

  @Test
  void hiddenUnitsLearnTheSpoiler() {
    Outcome found = quick("cmu-layers");
    assertThat(found.verdict()).isEqualTo(NOT_SO);
    for (String t : List.of("6.0", "24.0")) {
      assertThat(each(found, "spoiler alone wrong: 8 units at t = " + t)).containsOnly(0.0);
      assertThat(each(found, "other weights separate: 8 units at t = " + t)).containsOnly(1.0);
    }
    // The spoiler's class reaches into the grid about the clouds.
    assertThat(each(found, "share of classes changed: 8 units at t = 6.0"))
        .allMatch(share -> share > 0.03 && share < 0.1);
  }

  @Test
  void eachDirectionHasItsOwnFactor() {
    Outcome found = quick("cmu-steps");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    // 1.05^200 = 17,292.6
    assertThat(each(found, "steep axis at 2.05")).allMatch(g -> Math.abs(g - 17_292.6) < 1);
    // 1.1^60 = 304.48
    assertThat(each(found, "in one dimension: left at 2.1"))
        .allMatch(g -> Math.abs(g - 304.48) < 1);
    assertThat(each(found, "in one dimension: changes of side at 0.5")).containsOnly(0.0);
    assertThat(each(found, "in one dimension: changes of side at 1.5")).containsOnly(30.0);
  }

  @Test
  void stepsAreProportionalToTheConditionNumber() {
    Outcome found = quick("cmu-condition");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "steps at 1/lambda max: condition number 1.0")).containsOnly(1.0);
  }

  @Test
  void scaledAxesNeedOneStep() {
    Outcome found = quick("cmu-axes");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "distance left at 1.0")).allMatch(d -> d < 1e-14);
  }

  @Test
  void theSlidesRpropHaltsOffTheAxes() {
    Outcome found = quick("cmu-rprop");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "Rprop as in [CMU]: bowl on its axes")).allMatch(k -> k < 30);
    assertThat(each(found, "Rprop as in [CMU]: bowl rotated")).containsOnly(Double.NaN);
  }

  @Test
  void quickpropIsQuickWhereParametersAreUncoupled() {
    Outcome found = quick("cmu-quickprop");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "quickprop: bowl on its axes")).allMatch(k -> k < 10);
  }

  @Test
  void momentumIsSuperiorAndNesterovNotMuchFaster() {
    assertThat(quick("cmu-momentum").verdict()).isEqualTo(BY_HALF);
  }

  @Test
  void gradientsGrowOnTheWayOutOfAPlateauOnly() {
    Outcome found = quick("dl8-1");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "last over first norm: usual weights")).allMatch(r -> r < 0.5);
  }

  @Test
  void clippedStepsStayOnTheCliff() {
    Outcome found = quick("dl8-3");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    // 0.05 times a norm of 1, which three roundings may have made larger.
    assertThat(each(found, "longest step: clipped")).allMatch(d -> d <= 0.05 * (1 + 1e-9));
    assertThat(each(found, "longest step: descent")).allMatch(d -> d > 1);
  }

  @Test
  void descentFailsOnTheWrongSide() {
    Outcome found = quick("dl8-4");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "share that arrives from the left")).containsOnly(0.0);
    assertThat(each(found, "share that arrives from the right")).containsOnly(1.0);
  }

  @Test
  void momentumRunsAlongTheCanyon() {
    Outcome found = quick("dl8-5");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "terminal step over that of descent"))
        .allMatch(r -> Math.abs(r - 10) < 1e-9);
  }

  @Test
  void steepestDescentTurnsByRightAngles() {
    Outcome found = quick("dl8-6");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "share of the value left by a search"))
        .allMatch(f -> Math.abs(f - 29.0 * 29 / (31 * 31)) < 1e-6);
  }

  @Test
  void slowDecayEscapesAndArrives() {
    Outcome found = quick("cmu-decay");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    double[] small = found.numbers("mean value: small and constant");
    double[] exponential = found.numbers("mean value: exponential");
    for (int s = 0; s < small.length; s++) {
      assertThat(exponential[s]).isLessThan(small[s] / 2);
    }
    assertThat(each(found, "share settled: large and constant")).allMatch(share -> share < 0.2);
  }

  @Test
  void batchLearningPaysForCopies() {
    Outcome found = quick("eb-redundancy");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    double[] once = found.numbers("batch presentations");
    double[] copies = found.numbers("batch presentations of ten copies");
    for (int s = 0; s < once.length; s++) {
      assertThat(copies[s]).isEqualTo(10 * once[s]);
    }
  }

  @Test
  void noAlgorithmIsTheBestOfAll() {
    Outcome found = quick("dl8-algorithms");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "loss: Adam on pixels from 0 to 1")).allMatch(l -> l < 1);
    double[] stochastic = found.numbers("loss: SGD on scaled inputs");
    double[] whole = found.numbers("loss: L-BFGS on scaled inputs");
    for (int s = 0; s < whole.length; s++) {
      assertThat(whole[s]).isGreaterThan(2 * stochastic[s]);
    }
    assertThat(each(found, "loss after more passes: L-BFGS on scaled inputs"))
        .allMatch(l -> l < 1e-6);
  }

  @Test
  void smallWeightsStopDeepNetworks() {
    Outcome found = quick("dl8-starts");
    assertThat(found.verdict()).isEqualTo(AS_PRINTED);
    assertThat(each(found, "loss: uniform ±m^(−½)")).allMatch(l -> l > 2);
    assertThat(each(found, "loss: orthogonal")).allMatch(l -> l < 1.2);
  }

  @Test
  void normalizedNetworksBearMoreRates() {
    assertThat(quick("dl8-norm").verdict()).isEqualTo(AS_PRINTED);
  }

  @Test
  void skipsTrainWhatHeadsDoNot() {
    Outcome found = quick("dl8-paths");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "loss: skips")).allMatch(l -> l < 0.5);
    assertThat(each(found, "loss: plain")).allMatch(l -> l > 2);
  }

  @Test
  void theMeanOfTheWayIsNearTheBottom() {
    Outcome found = quick("dl8-polyak");
    assertThat(found.verdict()).isNotEqualTo(NOT_SO);
    assertThat(each(found, "excess error: mean of all after a quarter")).allMatch(e -> e < 0.01);
    assertThat(each(found, "excess error: last parameters")).allMatch(e -> e > 0.05);
  }

  @Test
  void easyDigitsFirstGainNothing() {
    assertThat(quick("dl8-curriculum").verdict()).isEqualTo(NOT_SO);
  }

  @Test
  void testErrorsFallBehindTheLastTrainingError() {
    Outcome found = quick("dl8-surrogate");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    double[] then = found.numbers("test error then");
    double[] later = found.numbers("least test error later");
    for (int s = 0; s < then.length; s++) {
      assertThat(later[s]).isLessThanOrEqualTo(then[s]);
    }
  }

  @Test
  void layersOneAfterTheOtherLearnWhatAllAtOnceDoNot() {
    Outcome found = quick("dl8-greedy");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "error at once: logistic")).allMatch(e -> e > 80);
    assertThat(each(found, "error by layers: logistic")).allMatch(e -> e < 40);
    assertThat(each(found, "error after fine-tuning: logistic")).allMatch(e -> e < 40);
  }

  @Test
  void hintsTeachStudentsThatLearnNothingAlone() {
    Outcome found = quick("dl8-hints");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    assertThat(each(found, "error without hints: logistic of depth 5")).allMatch(e -> e > 80);
    assertThat(each(found, "error with hints: logistic of depth 5")).allMatch(e -> e < 45);
    assertThat(each(found, "error with soft targets: tanh of depth 6")).allMatch(e -> e < 30);
    assertThat(each(found, "error with soft targets: logistic of depth 8")).allMatch(e -> e > 80);
  }

  @Test
  void copiedLayersAreBetterThanRandomOnes() {
    Outcome found = quick("dl8-transfer");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    for (int n = 1; n <= 4; n++) {
      double[] copied = found.numbers("error: first " + n + " copied and frozen");
      double[] random = found.numbers("error: first " + n + " random and frozen");
      assertThat(Spread.of(copied).median()).isLessThan(Spread.of(random).median());
    }
    assertThat(each(found, "error: first 4 copied and fine-tuned")).allMatch(e -> e < 43);
    assertThat(each(found, "error: first 4 copied and frozen")).allMatch(e -> e > 43 && e < 56);
    assertThat(each(found, "error: first 4 random and frozen")).allMatch(e -> e > 56);
  }

  @Test
  void emphasisHarmsWhereLabelsAreWrong() {
    Outcome found = quick("eb-emphasizing");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    double[] plain = found.numbers("shuffled: wrong labels");
    double[] emphasized = found.numbers("emphasizing: wrong labels");
    for (int s = 0; s < plain.length; s++) {
      assertThat(emphasized[s]).isGreaterThan(plain[s]);
    }
  }

  @Test
  void zeroWeightsAreASaddlePointThatDescentLeaves() {
    Outcome found = quick("dl8-2");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    // Rounded log-shares of classes leave a gradient of some units of roundoff, 6e-8.
    assertThat(each(found, "norm of the gradient at the saddle")).allMatch(g -> g < 1e-6);
    assertThat(each(found, "negative share: saddle")).allMatch(share -> share > 0.3);
    assertThat(each(found, "negative share: end")).allMatch(share -> share < 0.2);
    assertThat(each(found, "epochs to half the loss: beside the saddle")).allMatch(e -> e < 15);
  }

  @Test
  void brainDamageGainsWhereScalesDiffer() {
    Outcome found = quick("eb-obd");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    for (double share : new double[] {0.5, 0.7, 0.8, 0.9}) {
      // Factors are powers of two: saliencies do not know of other units.
      assertThat(found.numbers("inputs in other units: exact Gauss-Newton at " + share))
          .isEqualTo(found.numbers("digits: exact Gauss-Newton at " + share));
    }
    assertThat(found.numbers("inputs in other units: magnitude at 0.8"))
        .isNotEqualTo(found.numbers("digits: magnitude at 0.8"));
    double[] overAll = found.numbers("digits: exact Gauss-Newton at 0.8");
    double[] ofEach = found.numbers("digits: exact Gauss-Newton in each layer at 0.8");
    double[] units = found.numbers("digits: exact Gauss-Newton of whole units at 0.8");
    for (int s = 0; s < overAll.length; s++) {
      assertThat(overAll[s]).isLessThan(ofEach[s]);
      assertThat(ofEach[s]).isLessThan(units[s]);
    }
  }

  @Test
  void continuationFindsMinimaAndDoesNotHelpANetwork() {
    Outcome found = quick("dl8-continuation");
    assertThat(found.verdict()).isEqualTo(BY_HALF);
    for (String function : List.of("Rastrigin 2", "Rastrigin 10", "Griewank 2", "Griewank 10")) {
      assertThat(each(found, function + ": share found by continuation"))
          .as(function)
          .allMatch(share -> share >= 0.95);
      assertThat(each(found, function + ": share found alone"))
          .as(function)
          .allMatch(share -> share < 0.5);
    }
  }
}
