package io.github.curvelane.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Decorrelation;
import io.github.curvelane.data.Inputs;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.PrincipalComponents;
import io.github.curvelane.data.Split;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are trained on principal components of their inputs. */
class DecorrelatedFitTest {
  private static Iris iris;

  @TempDir private Path directory;

  @BeforeAll
  static void read() throws IOException {
    iris = Iris.read();
  }

  private static Fit irises(Decorrelation decorrelation) {
    return Fit.classes(iris.rows(), iris.species()).epochs(40).decorrelation(decorrelation);
  }

  /** The loss that was watched while layers trained behind it is that of the model on raw rows. */
  @Test
  void theModelHasTheLayerInFront() throws IOException {
    Fitted<float[]> fitted = irises(Decorrelation.whitening().components(3)).fit();
    Model<float[]> model = fitted.model();
    assertThat(model.network().inputs()).isEqualTo(4);
    assertThat(model.network().layers().getFirst()).isInstanceOf(FixedLinear.class);
    assertThat(model.network().layers().get(1).inputs()).isEqualTo(3);
    assertThat(fitted.classScores().accuracy()).isGreaterThan(0.9);
    int[] labels = new int[150];
    Arrays.setAll(labels, i -> model.task().names().indexOf(iris.species()[i]));
    NetworkObjective<float[]> objective =
        new NetworkObjective<>(
            model.network().newWorkspace(150),
            model.loss(),
            model.normalization().apply(inputs(iris.rows()), Precision.FLOAT),
            Targets.labels(Precision.FLOAT, labels, 3));
    assertThat(objective.value(model.parameters())).isEqualTo(fitted.loss());
    Path file = directory.resolve("iris.safetensors");
    fitted.save(file);
    Model<?> read = ModelFile.read(file);
    assertThat(read).isEqualTo(model);
    assertThat(Predictor.of(read).predict(iris.rows()[77]))
        .containsExactly(fitted.predictor().predict(iris.rows()[77]));
  }

  private static Inputs inputs(double[][] rows) {
    double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return Dataset.classification(Precision.DOUBLE, all, 4, new int[rows.length], 1);
  }

  @Test
  void componentsAreOfTheTrainingRowsAlone() {
    Decorrelation whitening = Decorrelation.whitening();
    Layer fitted = irises(whitening).validation(0.3).fit().model().network().layers().getFirst();
    int[] classes = new int[150];
    Arrays.setAll(
        classes, i -> List.of("setosa", "versicolor", "virginica").indexOf(iris.species()[i]));
    double[][] rows =
        Arrays.stream(Split.stratified(classes, 0.3, 1).training())
            .mapToObj(i -> iris.rows()[i])
            .toArray(double[][]::new);
    Inputs training = inputs(rows);
    PrincipalComponents expected =
        PrincipalComponents.fit(
            training, Normalization.perFeature(training, 0), Parallelism.none());
    assertThat(fitted).isEqualTo(expected.layer(whitening));
  }

  @Test
  void valuesMayHaveColumnsThatSayTheSame() {
    double[][] rows = new double[60][];
    double[] targets = new double[60];
    for (int i = 0; i < 60; i++) {
      double a = i % 7;
      double b = 1000 * (i % 11);
      rows[i] = new double[] {a, 5, a + b, b, 3 * a};
      targets[i] = 2 * a - b / 1000;
    }
    Fitted<double[]> fitted =
        Fit.values(rows, targets)
            .hidden()
            .rate(0.05)
            .decorrelation(Decorrelation.whitening())
            .fit(Precision.DOUBLE);
    assertThat(fitted.model().network().layers().getFirst().outputs()).isEqualTo(2);
    assertThat(fitted.predictor().predict(rows[5])[0]).isCloseTo(targets[5], within(1e-2));
  }

  @Test
  void layersBehindItAreOfItsOutputs() {
    Dense three = new Dense(3, 3, Activation.identity());
    Decorrelation some = Decorrelation.whitening().components(3);
    assertThat(irises(some).layers(three).fit().model().network().layers()).hasSize(2);
    Fit wrong = irises(some).layers(new Dense(4, 3, Activation.identity()));
    assertThatIllegalArgumentException()
        .isThrownBy(wrong::fit)
        .withMessageContaining("must lead from 3 inputs to 3 outputs");
    assertThatIllegalArgumentException()
        .isThrownBy(irises(Decorrelation.zca().components(5))::fit)
        .withMessage("components is 5, must be at most 4, as many as vary");
  }
}
