package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.examples.report.ChartTexts;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import io.github.curvelane.nn.Loss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the program as a user does, in this process. */
class ProgramTest {
  @TempDir private Path directory;

  /** Writes a small folder such as {@code digits} does. */
  private Path digits() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("digits"));
    Digits digits = Digits.ofSide(16, 3);
    IdxFile.write(folder.resolve("t10k-images-idx3-ubyte.gz"), digits.images(0, 500));
    IdxFile.write(folder.resolve("t10k-labels-idx1-ubyte"), digits.labels(0, 500));
    return folder;
  }

  private ProgramRun train(Object... more) throws IOException {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(
        List.of("train", "--data", digits(), "--layers", "256-20-10", "--epochs", "3"));
    arguments.addAll(List.of("--out", directory.resolve("out")));
    arguments.addAll(List.of(more));
    return ProgramRun.of(arguments.toArray());
  }

  @Test
  void netsOfSharedWeightsTrainAndAreShown(@TempDir Path directory) throws IOException {
    ProgramRun run =
        ProgramRun.of(
            "train",
            "--data",
            "digits16",
            "--layers",
            "1x16x16-conv4:5p2-max2-conv6:3-avg-10",
            "--activation",
            "relu",
            "--init",
            "he",
            "--epochs",
            "1",
            "--out",
            directory);
    assertThat(run.succeeded().line("test error")).contains("%");
    String report = Files.readString(directory.resolve("report.html"));
    assertThat(report).contains("Weights of the first layer: 4 of 4 maps");
    assertThat(
            ProgramRun.of("evaluate", "--model", directory.resolve("model.safetensors")).status())
        .isZero();
    Path normalized = directory.resolve("normalized");
    ProgramRun.of(
            "train",
            "--data",
            "digits16",
            "--layers",
            "1x16x16-conv4:5-bn-avg2-20-bn-10",
            "--epochs",
            "1",
            "--out",
            normalized)
        .succeeded();
    assertThat(
            ProgramRun.of("evaluate", "--model", normalized.resolve("model.safetensors")).status())
        .isZero();
    ProgramRun.of(
            "train",
            "--data",
            "digits16",
            "--layers",
            "256-rbf20-ln-10",
            "--epochs",
            "1",
            "--lr",
            "0.5",
            "--out",
            directory.resolve("radial"))
        .succeeded();
    ProgramRun preset =
        ProgramRun.of(
            "train",
            "--data",
            "digits16",
            "--preset",
            "lenet5",
            "--epochs",
            "0",
            "--out",
            directory);
    assertThat(preset.succeeded().status()).isZero();
  }

  @Test
  void trainsAndLeavesModelMetricsAndReport() throws IOException {
    ProgramRun run = train();
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("has no training file", "every fifth of the 500 examples tests")
        .containsPattern("(?m)^test error: [0-9.]{4,5} % \\(commonest class [0-9.]{5} %\\)$")
        .containsPattern("(?m)^parameter digest: [0-9a-f]{64}$");
    Path out = directory.resolve("out");
    assertThat(Files.readAllLines(out.resolve("metrics.csv"))).hasSize(4);
    String report = Files.readString(out.resolve("report.html"));
    assertThat(ChartTexts.check(report)).isEqualTo(5);
    assertThat(report)
        .contains("<svg", "Confusion matrix", "Misclassified", "Weights of the first layer")
        .contains("Layers", run.line("parameter digest").substring(18))
        .doesNotContain("http://www.w3.org/TR", "<script", "src=\"http", "href=");
    Model<?> model = ModelFile.read(out.resolve("model.safetensors"));
    assertThat(model.network().parameters()).isEqualTo(257 * 20 + 21 * 10);
  }

  @Test
  void threadsDoNotChangeTheDigestAndTheEchoRepeatsTheRun() throws IOException {
    String digest = train().line("parameter digest");
    assertThat(train("--threads", "2").line("parameter digest")).isEqualTo(digest);
    assertThat(train("--seed", "2").line("parameter digest")).isNotEqualTo(digest);
    Path options = directory.resolve("out").resolve("options.txt");
    String other = train("--order", "interleaved", "--seed", "5").line("parameter digest");
    ProgramRun again = ProgramRun.of("train", "@" + options, "--out", directory.resolve("again"));
    assertThat(again.line("parameter digest")).isEqualTo(other);
  }

  @Test
  void everyOrderAndKindOfBatchTrains() throws IOException {
    for (String order : List.of("sequential", "interleaved", "emphasizing")) {
      assertThat(train("--order", order, "-q").status()).as(order).isZero();
    }
    assertThat(train("--batch-growth", "2", "--optimizer", "nesterov", "-q").status()).isZero();
    for (String optimizer : new Optimizers.Names()) {
      ProgramRun run = train("--optimizer", optimizer, "--schedule", "cosine", "-q");
      assertThat(run.status()).as("%s: %s", optimizer, run.err()).isZero();
    }
    ProgramRun preset =
        train("--preset", "efficient-backprop", "--epochs", "2", "--precision", "double");
    assertThat(preset.status()).as(preset.err()).isZero();
    assertThat(Files.readString(directory.resolve("out").resolve("options.txt")))
        .contains("--loss=half-squared-error", "--output-activation=lecun-tanh", "--batch=1\"");
  }

  @Test
  void aStoredModelGivesTheSameErrorAndPredictions() throws IOException {
    String error = train().line("test error");
    Path model = directory.resolve("out").resolve("model.safetensors");
    assertThat(ProgramRun.of("evaluate", "--model", model).line("test error")).isEqualTo(error);
    ProgramRun everything = ProgramRun.of("evaluate", "--model", model, "--data", digits());
    assertThat(everything.line("macro")).endsWith(" 500");
    Path predictions = directory.resolve("predictions.csv");
    assertThat(ProgramRun.of("predict", "--model", model, "--to", predictions).status()).isZero();
    assertThat(Files.readAllLines(predictions)).hasSize(501);
  }

  @Test
  void divergenceNamesEpochStepAndRate() throws IOException {
    ProgramRun run = train("--activation", "relu", "--lr", "1e8");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .containsPattern("training diverged in epoch 1, step [0-9]+, at learning rate 1.0E8");
    assertThat(run.out()).doesNotContain("test error:");
  }

  @Test
  void predictsTables() throws IOException {
    Path table = directory.resolve("t.csv");
    StringBuilder rows = new StringBuilder("x,y,kind\n");
    for (int i = 0; i < 50; i++) {
      rows.append(i % 2).append(',').append(i).append(',').append(i % 2 == 0 ? "a" : "b\n");
      rows.append(i % 2 == 0 ? "\n" : "");
    }
    Files.writeString(table, rows);
    Path out = directory.resolve("out");
    ProgramRun training =
        ProgramRun.of(
            "train",
            "--data",
            table,
            "--label",
            "kind",
            "--batch",
            "4",
            "--epochs",
            "20",
            "--out",
            out,
            "--layers",
            "2-5-2",
            "--lr",
            "0.1");
    assertThat(training.line("test error")).startsWith("test error: 0.00 %");
    Path unlabelled = directory.resolve("u.csv");
    Files.writeString(unlabelled, "x,y\n0,3\n1,3\n");
    ProgramRun prediction =
        ProgramRun.of("predict", "--model", out.resolve("model.safetensors"), "--data", unlabelled);
    assertThat(prediction.out().lines().map(line -> line.split(",")[0]))
        .containsExactly("prediction", "a", "b");
  }

  @Test
  void trainsOnTensors() throws IOException {
    Path file = directory.resolve("data.safetensors");
    double[] x = new double[40];
    double[] y = new double[40];
    for (int i = 0; i < 40; i++) {
      x[i] = i / 20.0 - 1;
      y[i] = 2 * x[i] + 1;
    }
    Map<String, Tensor> tensors =
        Map.of(
            "inputs", Tensor.of(Precision.DOUBLE, x, 0, 40, 1),
            "targets", Tensor.of(Precision.DOUBLE, y, 0, 40, 1));
    new TensorFile(tensors, Map.of()).write(file);
    ProgramRun run =
        ProgramRun.of(
            "train",
            "--data",
            file,
            "--precision",
            "double",
            "--layers",
            "1-1",
            "--batch",
            "4",
            "--epochs",
            "60",
            "--out",
            directory.resolve("out"));
    assertThat(run.status()).as(run.err()).isZero();
    String error = run.line("test RMSE").replaceAll("test RMSE: (\\S+) .*", "$1");
    assertThat(Double.parseDouble(error)).isLessThan(1e-3);
  }

  /** Writes a table of two inputs and a class, which is a letter of the text for each row. */
  private Path table(String name, String header, String letters) throws IOException {
    StringBuilder rows = new StringBuilder(header);
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      rows.append("%d,%d,%c\n".formatted(letter % 8, i % 7, letter));
    }
    return Files.writeString(directory.resolve(name), rows);
  }

  private Path trainOn(Path table, Object... more) {
    Path out = directory.resolve("out-" + table.getFileName());
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", table, "--out", out));
    arguments.addAll(List.of("--batch", "5", "--epochs", "40", "--layers", "2-9-3"));
    arguments.addAll(List.of(more));
    ProgramRun run = ProgramRun.of(arguments.toArray());
    assertThat(run.status()).as(run.err()).isZero();
    return out.resolve("model.safetensors");
  }

  private static void refused(ProgramRun run, String message) {
    run.refused(message);
  }

  @ParameterizedTest
  @CsvSource({"hinge", "perceptron", "binary-cross-entropy"})
  void evaluatesClassesWithALossOfCodedTargets(String loss) throws IOException {
    Path data = table("abc.csv", "x,y,kind\n", "abc".repeat(20));
    Model<?> trained = ModelFile.read(trainOn(data));
    Path file = directory.resolve("other-loss.safetensors");
    ModelFile.write(file, withLoss(trained, Loss.parse(loss)));
    ProgramRun run = ProgramRun.of("evaluate", "--model", file, "--data", data);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.line("test error")).startsWith("test error: 0.00 %");
    assertThat(run.line("test loss")).doesNotContain("NaN", "-");
  }

  private static <A> Model<A> withLoss(Model<A> model, Loss loss) {
    return new Model<>(model.network(), model.parameters(), model.normalization(), loss)
        .withColumns(model.columns())
        .withTask(model.task())
        .withNotes(model.notes());
  }

  @Test
  void aWrongPropertyIsOneSentence() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(
                java, "-Dcurvelane.provider=foo", "-cp", path, Main.class.getName(), "info")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(2);
    assertThat(said.strip())
        .isEqualTo("error: curvelane.provider is 'foo', must be 'vector' or 'scalar'");
  }

  @Test
  void classesOfOtherDataAreFoundByName() throws IOException {
    Path model = trainOn(table("abc.csv", "x,y,kind\n", "abc".repeat(20)));
    Path two = table("bc.csv", "x,y,kind\n", "bc".repeat(10));
    ProgramRun run = ProgramRun.of("evaluate", "--model", model, "--data", two);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.line("test error")).startsWith("test error: 0.00 %");
    Path others = table("bcd.csv", "x,y,kind\n", "bcd".repeat(10));
    refused(
        ProgramRun.of("evaluate", "--model", model, "--data", others),
        "the data have the class 'd', which the model does not know");
  }

  @Test
  void aModelOfOtherTargetsDoesNotFit() throws IOException {
    Path table = directory.resolve("numbers.csv");
    Files.writeString(table, "x,y,z,u\n" + "1,2,3,4\n2,3,4,5\n5,4,3,2\n".repeat(5));
    Path model = trainOn(table, "--targets", "z,u", "--layers", "2-2");
    Path other = directory.resolve("other.csv");
    Files.writeString(other, "x,y,z\n" + "1,2,3\n2,3,4\n".repeat(5));
    refused(ProgramRun.of("evaluate", "--model", model, "--data", other), "has no column 'u'");
  }

  @Test
  void predictsEveryRowOfATableWhateverItsName() throws IOException {
    Path model = trainOn(table("abc.csv", "x,y,kind\n", "abc".repeat(20)));
    Path table = table("digits-of-today.csv", "x,y,kind\n", "abc".repeat(5));
    // Only a relative path begins with the name of the built-in digits.
    Path here = Path.of("digits-of-today.csv");
    try {
      Files.copy(table, here);
      assertThat(ProgramRun.of("predict", "--model", model, "--data", here).out().lines())
          .hasSize(16);
    } finally {
      Files.deleteIfExists(here);
    }
  }

  @Test
  void aStoredModelKnowsWhetherItsTableHadAHeader() throws IOException {
    Path table = table("numbers.csv", "1,2,3\n", "123".repeat(20));
    Path model = trainOn(table, "--header", "yes");
    assertThat(ProgramRun.of("predict", "--model", model).out().lines()).hasSize(61);
    assertThat(ProgramRun.of("predict", "--model", model, "--header", "no").out().lines())
        .hasSize(62);
  }

  @Test
  void refusesInputsThatAreTooLargeForTheModel() throws IOException {
    Path model = trainOn(table("abc.csv", "x,y,kind\n", "abc".repeat(20)));
    Path large = directory.resolve("large.csv");
    Files.writeString(large, "x,y\n3e38,-3e38\n");
    refused(
        ProgramRun.of("predict", "--model", model, "--data", large),
        "3.0E38, too large for this model");
  }

  @Test
  void refusesOneClassAndTooManyClasses() throws IOException {
    Path one = table("one.csv", "x,y,kind\n", "a".repeat(100));
    refused(ProgramRun.of("train", "--data", one), "the data have one class only");
    Path many = directory.resolve("many.csv");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 10_001; i++) {
      rows.append("1,2,").append(i / 7.0).append('\n');
    }
    Files.writeString(many, rows);
    refused(
        ProgramRun.of("train", "--data", many), "column '2' holds 10001 different decimal numbers");
    refused(
        ProgramRun.of("train", "--data", many, "--label", "2"),
        "has 10001 different classes in column '2', at most 10000 can be learnt");
  }

  @Test
  void countsTheStepsOfARunWithoutEnd() throws IOException {
    Path table = table("abc.csv", "x,y,kind\n", "abc".repeat(20));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            refused(
                ProgramRun.of(
                    "train",
                    "--data",
                    table,
                    "--batch",
                    "1",
                    "--epochs",
                    "2147483647",
                    "--init",
                    "fan-in",
                    "--lr",
                    "-1"),
                "--lr: rate is -1.0"));
  }

  @Test
  void outputsBeyondAllNumbersAreADivergence() throws IOException {
    Path table = directory.resolve("numbers.csv");
    Files.writeString(table, "x,y,z\n" + "1,2,3\n2,3,4\n5,4,3\n7,1,1\n3,3,2\n".repeat(4));
    ProgramRun run =
        ProgramRun.of(
            "train",
            "--data",
            table,
            "--targets",
            "z",
            "--order",
            "emphasizing",
            "--batch",
            "16",
            "--lr",
            "1e38",
            "--out",
            directory.resolve("out"));
    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).startsWith("curvelane: training diverged in epoch ");
  }

  @Test
  void saysWhyResultsCannotBeWritten() throws IOException {
    Path folder = directory.resolve("out");
    Path obstacle = Files.createDirectories(folder.resolve("options.txt"));
    ProgramRun run = train();
    refused(run, "--out " + folder + " cannot be written: " + obstacle + ": not a regular file");
    Path model = trainOn(table("abc.csv", "x,y,kind\n", "abc".repeat(20)));
    Path nowhere = directory.resolve("nowhere");
    refused(
        ProgramRun.of("predict", "--model", model, "--to", nowhere.resolve("p.csv")),
        "cannot be written: " + nowhere + ": no such directory");
  }

  @Test
  void drawsDigits() throws IOException {
    Path out = directory.resolve("drawn");
    ProgramRun run =
        ProgramRun.of("digits", "--count", "50", "--test", "20", "--side", "16", "--out", out);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(IdxFile.read(out.resolve("train-images-idx3-ubyte.gz")).shape())
        .containsExactly(50, 16, 16);
    assertThat(out.resolve("contact-sheet.png")).isNotEmptyFile();
    assertThat(
            ProgramRun.of("train", "--data", out, "--epochs", "1", "--batch", "10", "--out", out)
                .status())
        .isZero();
  }

  @Test
  void saysWhatItRunsOn() {
    assertThat(ProgramRun.of("info").out())
        .contains("version", "jdk", "width", "fma", "cores", "caches");
    assertThat(ProgramRun.of("--help").out())
        .contains("train", "evaluate", "predict", "digits", "info");
    assertThat(ProgramRun.of("train", "--help").out()).contains("Examples:", "--preset");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--bogus; Unknown option: '--bogus' (see curvelane train --help)",
        "--lr -1; --lr: rate is -1.0, must be positive and finite",
        "--lr x; --lr is 'x', must be a number, auto or lambda",
        "--lr 1e39; this cannot be trained: the learning rate is 1.0E39, which becomes Infinity in"
            + " float",
        "--optimizer adam --lr 1e38; this cannot be trained: a factor of step 1 is",
        "--optimizer momentum --momentum 0.999999999; this cannot be trained: alpha is 0.999999999,"
            + " which becomes 1.0 in float, must stay less than 1",
        "--layers 256-30; --layers 256-30 does not fit the data, which have 256 inputs and 10"
            + " outputs",
        "--layers a; --layers: 'a' at position 1 of layers 'a': must be the number of inputs, or"
            + " channels x height x width of images",
        "--layers 256-20-rbf5-10; this cannot be trained: layer 1 has radial units",
        "--layers 256; --layers is '256', must be inputs and at least one layer",
        "--layers 256-20-foo3-10; --layers: 'foo3' at position 8 of layers '256-20-foo3-10':"
            + " unknown",
        "--layers 1x8x32-avg2-10; --layers 1x8x32-avg2-10 does not fit the data, which are images"
            + " of 1x16x16",
        "--epochs -1; --epochs is -1, must be at least 0",
        "--batch 0; --batch is 0, must be at least 1",
        "--batch 401; --batch is 401, larger than the 400 training examples",
        "--activation foo; --activation: 'foo' is no activation",
        "--loss foo; --loss: no loss is named 'foo'",
        "--precision half; --precision is 'half', must be float or double",
        "--data /nowhere; --data /nowhere does not exist",
        "--threads 0; --threads is 0, must be from 1 to 1024",
        "--threads 100000000; --threads is 100000000, must be from 1 to 1024",
        "--preset x; --preset is 'x', must be efficient-backprop",
        "--order z; --order is 'z', must be",
        "--init q; --init is 'q', must be",
        "--normalization q; --normalization is 'q', must be one of",
        "--optimizer momentum --momentum 1; --momentum: alpha is 1.0",
        "--optimizer x; --optimizer is 'x', must be one of sgd, momentum, nesterov,",
        "--schedule x; --schedule is 'x', must be",
        "--batch-growth 0.5; --batch-growth: factor is 0.5",
        "--batch-growth 1.0000001; --batch-growth is 1.0000001, must be 1 or at least 1.000001",
        "--layers 256-999999999-10; --layers: '999999999' at position 5 of layers"
            + " '256-999999999-10': ",
      })
  void refusesInOneSentence(String option, String message) throws IOException {
    ProgramRun run = train((Object[]) option.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: " + message);
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void refusesAFolderThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    ProgramRun run = train("--out", file);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("error: --out " + file + " is not a folder\n");
    ProgramRun below = train("--out", file.resolve("below"));
    assertThat(below.status()).isEqualTo(2);
    assertThat(below.err()).contains("cannot be written to");
  }

  @Test
  void refusesDamagedData() throws IOException {
    Path folder = digits();
    Path images = folder.resolve("t10k-images-idx3-ubyte.gz");
    byte[] bytes = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(bytes, bytes.length / 2));
    ProgramRun run = ProgramRun.of("train", "--data", folder, "--out", directory.resolve("out"));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: t10k-images-idx3-ubyte.gz, byte ");
    ProgramRun model = ProgramRun.of("evaluate", "--model", images);
    assertThat(model.err()).contains("cannot be used: t10k-images-idx3-ubyte.gz, byte 0");
  }
}
