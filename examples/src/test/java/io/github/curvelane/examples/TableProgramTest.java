package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.examples.report.ChartTexts;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program does with tables, from the command line to the files that it leaves. */
class TableProgramTest {
  private static final String QUICK = "--epochs=20";

  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path out() {
    return directory.resolve("out");
  }

  private Path model() {
    return out().resolve("model.safetensors");
  }

  private ProgramRun train(Path table, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", table, "--out", out()));
    arguments.addAll(List.of(more));
    return ProgramRun.of(arguments.toArray());
  }

  /** Shoe sizes by height; the shop's number tells rows apart. */
  private static String shoes(int rows, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("no,height [cm],sex,size\n");
    for (int i = 0; i < rows; i++) {
      double height = 170 + 9 * random.nextGaussian();
      String sex = random.nextBoolean() ? "f" : "m";
      double size = 0.2 * height + (sex.equals("m") ? 8 : 6) + 0.4 * random.nextGaussian();
      text.append(String.format(Locale.ROOT, "s%d,%.1f,%s,%.2f%n", i, height, sex, size));
    }
    return text.toString();
  }

  private static String classes(int rows, String names) {
    StringBuilder text = new StringBuilder("a,b,kind\n");
    Random random = new Random(rows);
    for (int i = 0; i < rows; i++) {
      int k = i % names.length();
      text.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%c%n",
              3 * k + random.nextGaussian() / 2,
              random.nextGaussian(),
              names.charAt(k)));
    }
    return text.toString();
  }

  private static double number(String line, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(line);
    assertThat(matcher.find()).as(line).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  @Test
  void aRegressionIsToldInItsUnits() throws IOException {
    Path table = file("shoes.csv", shoes(200, 1));
    ProgramRun run = train(table, "--targets", "size", "--id", "no").succeeded();
    assertThat(run.line("learning rate")).contains("curvature along the gradients of 20 batches");
    String line = run.line("test RMSE");
    assertThat(line).matches("test RMSE: [0-9.]+ \\(mean [0-9.]+, linear [0-9.]+\\)");
    assertThat(number(line, "test RMSE: ([0-9.]+)")).isBetween(0.25, 0.6);
    Model<?> model = ModelFile.read(model());
    assertThat(model.columns())
        .containsExactly(
            new Column.Id("no"),
            new Column.Numeric("height [cm]", "cm", OptionalDouble.empty()),
            new Column.Categorical("sex", List.of("f", "m")));
    Path others = file("new.csv", "sex,no,colour,height [cm]\nm,x1,red,180\nf,\"x,2\",blue,165\n");
    ProgramRun predicted =
        ProgramRun.of("predict", "--model", model(), "--data", others).succeeded();
    List<String> rows = predicted.out().lines().toList();
    assertThat(rows.getFirst()).isEqualTo("no,size");
    assertThat(number(rows.get(1), "^x1,([0-9.]+)$")).isBetween(43.0, 45.0);
    assertThat(number(rows.get(2), "^\"x,2\",([0-9.]+)$")).isBetween(38.0, 40.0);
    assertThat(predicted.err()).contains("columns that the model does not know").contains("colour");
    assertThat(ProgramRun.of("evaluate", "--model", model()).succeeded().line("test RMSE"))
        .startsWith(line.substring(0, line.indexOf('(')));
    ProgramRun all = ProgramRun.of("evaluate", "--model", model(), "--data", table).succeeded();
    assertThat(all.line("size:")).contains("RMSE", "MAE", "R²");
    String report = Files.readString(out().resolve("report.html"));
    assertThat(ChartTexts.check(report)).isEqualTo(7);
    assertThat(report)
        .contains("size, predicted against actual", "Curvature along the gradient", "best: ");
  }

  @Test
  void classesHaveProbabilities() throws IOException {
    Path table = file("t.csv", classes(150, "xyz"));
    train(table, QUICK).succeeded();
    ProgramRun run =
        ProgramRun.with("a,b\n0,0\n6,0\n", "predict", "--model", model(), "--data", "-")
            .succeeded();
    List<String> rows = run.out().lines().toList();
    assertThat(rows.getFirst()).isEqualTo("prediction,p(x),p(y),p(z)");
    assertThat(rows.get(1)).startsWith("x,0.9");
    String[] last = rows.get(2).split(",");
    assertThat(last[0]).isEqualTo("z");
    assertThat(Arrays.stream(last).skip(1).mapToDouble(Double::parseDouble).sum())
        .isBetween(0.999999, 1.000001);
    Path two = file("two.csv", classes(100, "pq"));
    train(two, QUICK).succeeded();
    ProgramRun evaluated = ProgramRun.of("evaluate", "--model", model(), "--data", two).succeeded();
    assertThat(evaluated.line("AUC of q")).matches("AUC of q: (0\\.99|1\\.0).*");
    assertThat(evaluated.out()).contains("precision  recall      F1").contains("(commonest class");
  }

  @Test
  void testsOnWhatIsNamed() throws IOException {
    Path table = file("t.csv", classes(60, "xy"));
    Path test = file("u.csv", "kind,b,a\nx,0,0\ny,0,3\ny,0,2.9\n");
    ProgramRun run = train(table, "--test", test, QUICK).succeeded();
    assertThat(run.line("test error")).startsWith("test error: 0.00 % (commonest class 66.67 %");
    assertThat(run.out()).contains("12 of 60 training examples validate");
    train(table, "--test", file("v.csv", "a,kind\n1,x\n"), QUICK).refused("has no column 'b'");
    train(table, "--test", file("w.csv", "a,b,kind\n1,2,w\n"), QUICK)
        .refused("the data have the class 'w'");
  }

  @Test
  void classesInTurnAreOnBothSides() throws IOException {
    Path table = file("t.csv", classes(25, "abcde"));
    ProgramRun run = train(table, QUICK).succeeded();
    assertThat(run.out()).contains("of each class its share").doesNotContain("no training example");
    assertThat(train(table, "--split", "every-fifth", QUICK).succeeded().out())
        .contains("no training example is of e", "no test example is of a, b, c, d");
    train(table, "--split", "thirds").refused("--split is 'thirds', must be stratified or every");
    train(table, "--validation", "1").refused("--validation is 1.0, must be from 0 to below 1");
  }

  @Test
  void groupsStayTogether() throws IOException {
    StringBuilder text = new StringBuilder("patient,a,kind\n");
    for (int i = 0; i < 60; i++) {
      text.append("p" + i / 6 + "," + i % 7 + "," + (i % 7 > 3 ? "x" : "y") + "\n");
    }
    ProgramRun run = train(file("t.csv", text.toString()), "--group", "patient", QUICK).succeeded();
    assertThat(run.out()).contains("12 of the 60 examples test, drawn with seed 1, whole groups");
    assertThat(ModelFile.read(model()).network().inputs()).isEqualTo(1);
    train(file("one.csv", "g,a,k\nq,1,x\nq,2,y\n"), "--group", "g")
        .refused("--group: groups has 1");
    train(file("two.csv", "g,a,k\nq,1,2\nr,2,3\n"), "--targets", "k", "--group", "k")
        .refused("--drop, --id or --group names the column to be predicted in");
    train(file("left.csv", "a,b,k\n1,,x\n2,,y\n3,4,\n"), "--missing", "fill")
        .refused(
            "column 1 ('b') has values only in rows that are left out, so none to fill it with");
  }

  @Test
  void aFolderHoldsOneRun() throws IOException {
    Path table = file("t.csv", classes(60, "xy"));
    train(table, QUICK).succeeded();
    assertThat(model()).exists();
    ProgramRun diverged =
        train(table, "--lr", "1e30", "--activation", "relu", "--normalization", "none", QUICK);
    assertThat(diverged.status()).isEqualTo(1);
    assertThat(diverged.err()).contains("diverged in epoch", "; a smaller --lr, or --lr auto, may");
    try (Stream<Path> files = Files.list(out())) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("options.txt", "metrics.csv");
    }
    train(table, QUICK).succeeded();
    byte[] before = Files.readAllBytes(model());
    Files.delete(out().resolve("report.html"));
    Files.createDirectories(out().resolve("report.html").resolve("inside"));
    train(table, "--seed", "2", QUICK).refused("report.html: not a regular file");
    assertThat(Files.readAllBytes(model())).isEqualTo(before);
    assertThat(Files.readString(out().resolve("options.txt"))).contains("--seed=1");
  }

  @Test
  void aTableSmallerThanTheBatchTrains() throws IOException {
    for (int rows : new int[] {2, 3, 5, 11}) {
      StringBuilder text = new StringBuilder("a,y\n");
      for (int i = 0; i < rows; i++) {
        text.append(i + ".5," + (2 * i) + "\n");
      }
      Path table = file("small.csv", text.toString());
      train(table, "--targets", "y").succeeded();
      train(table, "--targets", "y", "--preset", "efficient-backprop", QUICK).succeeded();
    }
    train(file("one.csv", "a,y\n1,2\n"), "--targets", "y", "--header", "yes")
        .refused("the data have one example, training and testing need two at least");
  }

  @Test
  void aTargetThatNeverChangesIsPredicted() throws IOException {
    Path table = file("t.csv", "a,y\n" + "1,7\n2,7\n3,7\n".repeat(5));
    assertThat(train(table, "--targets", "y").succeeded().line("test RMSE"))
        .startsWith("test RMSE: 0");
  }

  @Test
  void filesAreTheSameInEveryLocale() throws IOException {
    Path table = file("t.csv", classes(1200, "xy"));
    Locale locale = Locale.getDefault();
    try {
      for (String tag : List.of("en-US", "ar-EG", "de-CH", "tr-TR")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        train(table, "--out", directory.resolve(tag), QUICK).succeeded();
      }
    } finally {
      Locale.setDefault(locale);
    }
    for (String tag : List.of("ar-EG", "de-CH", "tr-TR")) {
      for (String name : List.of("options.txt", "model.safetensors", "metrics.csv")) {
        assertThat(timeless(directory.resolve(tag).resolve(name)))
            .as("%s, %s", tag, name)
            .isEqualTo(timeless(directory.resolve("en-US").resolve(name)));
      }
      assertThat(Files.readString(directory.resolve(tag).resolve("report.html")))
          .doesNotContainPattern("[\\p{Nd}&&[^0-9]]")
          .doesNotContainPattern("[0-9],[0-9]{2} (%|s)");
    }
  }

  /** A file without the numbers that tell how long something took. */
  private static String timeless(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return file.endsWith("metrics.csv")
        ? text.replaceAll("(?m)^((?:[^,]*,){7})[^,]*,[^,]*,[^,]*,", "$1")
        : text;
  }

  /** Whatever is not a sentence for people is formatted in one locale. */
  @Test
  void noPatternIsFilledInByTheDefaultLocale() throws IOException {
    Path sources = Path.of("src/main/java");
    Pattern fills = Pattern.compile("\\.formatted\\(|(?:String\\.format|printf)\\((?!\\s*Locale)");
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file).replaceAll("\"(?:\\\\.|[^\"\\\\\n])*\"", "\"\"");
        Matcher matcher = fills.matcher(text);
        while (matcher.find()) {
          int start = matcher.start();
          while (";{}".indexOf(text.charAt(start - 1)) < 0) {
            start--;
          }
          assertThat(text.substring(start, matcher.end()))
              .as(file.toString())
              .containsPattern("Exception\\(|refused\\(");
        }
      }
    }
  }

  @Test
  void runsOutOfMemoryInOneSentence() throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder("a,b,c,d,e,f,k\n");
    for (int i = 0; i < 200_000; i++) {
      text.append("1.25,2.5,3.75,4.125,5.5,6.75," + i % 2 + "\n");
    }
    Path table = file("large.csv", text.toString());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx20m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "--data",
                table.toString(),
                "--out",
                out().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(2);
    String last = said.strip().lines().reduce((a, b) -> b).orElseThrow();
    assertThat(last)
        .matches(
            "error: out of memory: this needs some [0-9]+ MiB, the JVM may take [12][0-9]"
                + " \\(CURVELANE_JAVA_OPTS=-Xmx[0-9]+m\\)");
  }

  // ---------------------------------------------------------------- images and tensors

  private void pair(String images, String labels, int first) throws IOException {
    int count = 60;
    byte[] pixels = new byte[count * 16];
    byte[] classes = new byte[count];
    for (int i = 0; i < count; i++) {
      classes[i] = (byte) (first + i % 3);
      Arrays.fill(pixels, 16 * i + 5 * (i % 3), 16 * i + 5 * (i % 3) + 5, (byte) (200 + i));
    }
    IdxFile.write(directory.resolve(images), IdxArray.ofBytes(pixels, count, 4, 4));
    IdxFile.write(directory.resolve(labels), IdxArray.ofBytes(classes, count));
  }

  @Test
  void findsPairsOfOtherNames() throws IOException {
    pair("emnist-letters-train-images-idx3-ubyte.gz", "emnist-letters-train-labels-idx1-ubyte", 1);
    ProgramRun run = train(directory, QUICK, "--batch", "8").succeeded();
    assertThat(run.out()).contains("has no test file");
    assertThat(ModelFile.read(model()).task().names()).containsExactly("1", "2", "3");
    pair("emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte.gz", 1);
    assertThat(train(directory, QUICK, "--batch", "8").succeeded().out())
        .contains("the training and test files of");
    pair("train-images.idx3-ubyte", "train-labels.idx1-ubyte", 0);
    train(directory).refused("has several files of images");
    Path images = directory.resolve("train-images.idx3-ubyte");
    ProgramRun.of(
            "train",
            "--images",
            images,
            "--labels",
            directory.resolve("train-labels.idx1-ubyte"),
            "--batch",
            "8",
            QUICK,
            "--out",
            out())
        .succeeded();
    assertThat(ModelFile.read(model()).task().names()).containsExactly("0", "1", "2");
    ProgramRun.of("evaluate", "--model", model()).succeeded();
    ProgramRun.of("train", "--images", images).refused("must be given together");
    Path empty = Files.createDirectories(directory.resolve("empty"));
    train(empty).refused("has no images (train-images-idx3-ubyte or t10k-images-idx3-ubyte");
  }

  @Test
  void tensorsOfAnyTypeAndOthersBesideThem() throws IOException {
    byte[] header =
        ("{'unrelated':{'dtype':'U16','shape':[3],'data_offsets':[0,6]},"
                + "'inputs':{'dtype':'F16','shape':[10,1],'data_offsets':[6,26]},"
                + "'targets':{'dtype':'BOOL','shape':[10],'data_offsets':[26,36]}}")
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve("t.safetensors");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(new byte[] {(byte) header.length, 0, 0, 0, 0, 0, 0, 0});
      out.write(header);
      out.write(new byte[6]);
      for (int i = 0; i < 10; i++) {
        out.write(new byte[] {0, (byte) (i % 2 == 0 ? 0x3C : 0xBC)});
      }
      for (int i = 0; i < 10; i++) {
        out.write(i % 2);
      }
    }
    assertThat(train(file).succeeded().line("test error")).startsWith("test error: 0.00 %");
    Map<String, Tensor> signs =
        Map.of(
            "inputs", Tensor.of(Precision.FLOAT, new float[] {1, 2, 3, 4}, 0, 4, 1),
            "targets", Tensor.of(Precision.FLOAT, new float[] {1, Float.NaN, 3, 4}, 0, 4, 1));
    new TensorFile(signs, Map.of()).write(file);
    train(file).refused("targets[1] is NaN");
  }

  @Test
  void readsPackedTables() throws IOException {
    Path file = directory.resolve("t.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(classes(60, "xy").getBytes(StandardCharsets.UTF_8));
    }
    train(file, QUICK).succeeded();
  }
}
