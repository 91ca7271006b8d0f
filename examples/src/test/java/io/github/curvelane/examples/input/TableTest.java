package io.github.curvelane.examples.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.data.Column;
import io.github.curvelane.data.Inputs;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private static final String IRIS =
      """
      sepal,petal,species
      5.1,1.4,setosa
      7.0,4.7,versicolor

      6.3, 6.0 ,"virginica, big"
      4.9,1.3,setosa
      """;

  private static final Consumer<TableOptions> DEFAULT = options -> {};

  private static Content read(byte[] bytes, Consumer<TableOptions> said) throws IOException {
    TableOptions options = new TableOptions();
    said.accept(options);
    return DataSource.table(TableText.of(bytes, "t.csv", options.encoding), options, null);
  }

  private static Content read(String text, Consumer<TableOptions> said) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8), said);
  }

  private static Consumer<TableOptions> label(String label) {
    return options -> options.label = label;
  }

  private static Consumer<TableOptions> targets(String... targets) {
    return options -> options.targets = List.of(targets);
  }

  private static double[] inputs(Content content) {
    Inputs inputs = content.rows().inputs();
    double[] all = new double[inputs.examples() * inputs.features()];
    for (int i = 0; i < all.length; i++) {
      all[i] = inputs.input(i / inputs.features(), i % inputs.features());
    }
    return all;
  }

  private static int[] labels(Content content) {
    return content.rows().labels().orElseThrow();
  }

  private static void assertRefused(String text, Consumer<TableOptions> options, String message) {
    assertThatThrownBy(() -> read(text, options)).hasMessageContaining(message);
  }

  @Test
  void findsHeaderAndClasses() throws IOException {
    for (Consumer<TableOptions> options : List.of(DEFAULT, label("species"), label("2"))) {
      Content content = read(IRIS, options);
      assertThat(content.task())
          .isEqualTo(
              new Task.Classification(
                  "species", List.of("setosa", "versicolor", "virginica, big")));
      assertThat(labels(content)).containsExactly(0, 1, 2, 0);
      assertThat(inputs(content)).containsExactly(5.1, 1.4, 7, 4.7, 6.3, 6, 4.9, 1.3);
    }
  }

  @Test
  void readsTablesWithoutHeader() throws IOException {
    Content content = read("1,10\n2,9\n3,10\n", DEFAULT);
    assertThat(content.task().names()).containsExactly("9", "10");
    assertThat(labels(content)).containsExactly(1, 0, 1);
    assertThat(inputs(read("1,10\n2,9\n", label("0")))).containsExactly(10, 9);
  }

  @Test
  void readsTargets() throws IOException {
    Content content =
        read(
            "\uFEFFa,b (EUR),c\n1,2,3\n4,5,6\n",
            targets("b (EUR)", "0").andThen(options -> options.header = TableOptions.Header.YES));
    assertThat(content.task())
        .isEqualTo(
            Task.Regression.of(new Target("b (EUR)", "EUR", 0, 1), new Target("a", "", 0, 1)));
    assertThat(inputs(content)).containsExactly(3, 6);
    assertThat(content.rows().targets().orElseThrow()).containsExactly(2, 1, 5, 4);
  }

  @Test
  void namesLineAndColumnOfWhatIsMissing() {
    assertRefused(
        "a,b,c\n1,2,x\n\n3,,y\n",
        DEFAULT,
        "t.csv, line 4: column 1 ('b'): the value is missing; --missing drop or fill");
    assertRefused(
        "a,b,c\n1,2,x\n3,4,\n", DEFAULT, "t.csv, line 3: column 2 ('c'): the value is missing");
    assertRefused("1,2,x\n3,?,y\n", DEFAULT, "t.csv, line 2: column 1: the value is missing ('?')");
    assertRefused(
        "1,2,x\n3,NaN,y\n", DEFAULT, "t.csv, line 2: column 1: the value is missing ('NaN')");
    assertRefused("1,2,x\n3,4\n", DEFAULT, "t.csv, line 2: expected 3 columns, found 2");
    assertRefused(
        "1,0\n1e999,1\n", label("1"), "t.csv, line 2: column 0: '1e999' is beyond double");
    assertRefused(
        "1,a\n?,a\n",
        options -> options.missing = TableOptions.Missing.REFUSE,
        "the value is missing");
    assertRefused(
        "1,?\n?,a\n",
        options -> options.missing = TableOptions.Missing.DROP,
        "t.csv has a missing value in each of its 2 rows");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3f", "2d", "0x1p3", "1_000", "1 000", "1,5", "١٢", "Infinity", "--1", "1e", "."})
  void onlyDecimalNotationIsANumber(String text) {
    assertRefused(
        "a,b,k\n1,2,x\n1.5,+2e-3,y\n.5,7.,x\n" + "4,\"" + text + "\",y\n",
        DEFAULT,
        "t.csv, line 5: column 1 ('b'): '" + text + "' is no number; --categories b takes");
  }

  @Test
  void refusesTablesThatCannotBeUsed() {
    assertRefused("", DEFAULT, "t.csv, line 1: the table is empty");
    assertRefused("a,b\n", o -> o.header = TableOptions.Header.YES, "a header and no rows");
    assertRefused("1,2\n", label("z"), "--label: t.csv has no column 'z', its columns are 0, 1");
    assertRefused("1\n2\n", DEFAULT, "none is left for the inputs");
    assertRefused("a,b\n1,\"2\n", DEFAULT, "t.csv, line 2: no CSV from here on");
    assertRefused("a,b\n1,2\n", targets("a", "0"), "names a column of t.csv twice");
    assertRefused("a,b,b\n1,2,3\n", DEFAULT, "t.csv, line 1: columns 1 and 2 have one name, 'b'");
    assertRefused("a,b\n1,2\n", o -> o.drop = List.of("q"), "--drop: t.csv has no column 'q'");
    assertRefused("a,b\n1,2\n", o -> o.drop = List.of("b"), "names the column to be predicted");
    assertRefused("a,b\n1,2\n", o -> o.separator = "ab", "--separator is 'ab', must be");
    assertRefused(
        "sep=\"\na\"b\n1\"2\n", DEFAULT, "t.csv: its first line, sep=, names what cannot");
    assertRefused(
        "sep=\uD83D\uDE00\na,b\n1,2\n", DEFAULT, "t.csv: its first line, sep=, names what cannot");
    assertRefused(
        "sep=.\na.b\n1.2\n", DEFAULT, "t.csv: '.' cannot both separate its fields and be");
    assertRefused("a,b\n1,2\n", o -> o.decimal = "x", "--decimal is 'x', must be point or comma");
    assertRefused("a,b\n1,2\n", o -> o.encoding = "x y", "--encoding is 'x y'");
    assertThatThrownBy(() -> read(new byte[] {'a', ',', 'b', '\n', (byte) 0xE4, ',', '1'}, DEFAULT))
        .hasMessageContaining("the text is not UTF-8 (--encoding windows-1252");
  }

  // ---------------------------------------------------------------- how it is written

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "a,b,k@1.5,2,x@3,4.5,y@! separated by commas,",
        "a;b;k@1,5;2;x@3;4,5;y@! separated by semicolons, with decimal commas,",
        "a;b;k@1.5;2;x@3;4.5;y@! separated by semicolons,",
        "sep=;@a;b;k@1,5;2;x@3;4,5;y@! separated by semicolons, with decimal commas,",
        "a\tb\tk@1,5\t2\tx@3\t4,5\ty@! separated by tabs, with decimal commas,",
        "a|b|k@1.5|2|x@3|4.5|y@! separated by bars,",
        "a b k@1,5 2 x@3 4,5 y@! separated by blanks, with decimal commas,",
        "'  a    b  k@ 1.5    2  x @   3  4.5\t y@'! separated by blanks,",
      })
  void findsOutHowATableIsWritten(String text, String how) throws IOException {
    Content content = read(text.replace('@', '\n'), DEFAULT);
    assertThat(inputs(content)).containsExactly(1.5, 2, 3, 4.5);
    assertThat(content.task().names()).containsExactly("x", "y");
    assertThat(content.columns()).extracting(Column::name).containsExactly("a", "b");
    assertThat(content.remarks().getFirst()).startsWith("t.csv is " + how);
  }

  /** Tabs in most lines: that blanks would cut all of them alike does not make them separators. */
  @Test
  void aLineThatLacksATabIsNotReadByItsBlanks() {
    assertRefused(
        "w\tc\tcolour\tk\n7,6\t10\tred yes\n7,2\t2\tgreen\tno\n8,6\t19\tblue\tyes\n"
            + "6,8\t2\tred\tno\n",
        DEFAULT,
        "t.csv: both commas and tabs may separate its fields: --separator says which do");
  }

  @Test
  void whatIsSaidIsNotFoundOut() throws IOException {
    Content content =
        read(
            "1,5 2,5 x\n3,5 4,5 y\n",
            options -> {
              options.separator = "blanks";
              options.decimal = "comma";
            });
    assertThat(inputs(content)).containsExactly(1.5, 2.5, 3.5, 4.5);
    assertThat(inputs(read("1:2:x\n3:4:y\n", o -> o.separator = ":"))).containsExactly(1, 2, 3, 4);
    assertRefused(
        "a;b,c\n1;2;9,x\n3;4,y\n1;2;2;2,z\n", DEFAULT, "t.csv: both commas and semicolons");
    assertRefused("1,2\n", o -> o.decimal = "comma", "t.csv: commas cannot both separate its");
  }

  @Test
  void readsEncodingsAndGzip() throws IOException {
    String text = "größe,art\n1,süß\n2,herb\n";
    for (String encoding : List.of("UTF-8", "windows-1252", "UTF-16", "UTF-16LE")) {
      boolean marked = !encoding.equals("windows-1252");
      byte[] bytes =
          (encoding.equals("UTF-16LE") ? "\uFEFF" + text : text)
              .getBytes(Charset.forName(encoding));
      Content content = read(bytes, options -> options.encoding = marked ? "auto" : encoding);
      assertThat(content.task().names()).as(encoding).containsExactly("herb", "süß");
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (String member : List.of(text, "3,süß\n")) {
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        out.write(member.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(inputs(read(packed.toByteArray(), DEFAULT))).containsExactly(1, 2, 3);
    byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() - 12);
    assertThatThrownBy(() -> read(cut, DEFAULT)).hasMessageContaining("t.csv, line ");
  }

  // ---------------------------------------------------------------- the header

  @Test
  void severalRowsDecideWhetherTheFirstNamesTheColumns() throws IOException {
    Content characters = read("3,1,T\n7,2,T\n4,4,8\n5,2,T\n1,1,8\n", DEFAULT);
    assertThat(labels(characters)).containsExactly(1, 1, 0, 1, 0);
    Content counted = read("0,1,2\n5.5,6.5,a\n7.5,8.5,b\n", DEFAULT);
    assertThat(counted.remarks().getFirst()).contains("names the columns (it counts the columns)");
    assertThat(inputs(counted)).containsExactly(5.5, 6.5, 7.5, 8.5);
    assertThat(labels(read("p,x\ne,y\np,y\ne,x\np,y\n", DEFAULT))).hasSize(5);
    assertThat(labels(read("color,shape\nred,a\nred,b\nblue,a\n", DEFAULT))).hasSize(3);
    assertRefused(
        "1,?,a\n2,5,b\n3,6,a\n", DEFAULT, "t.csv, line 1: column 1: the value is missing");
    assertRefused(
        "x,1.5,2.5,a\n2,3.5,4.5,b\n3,1.5,2,a\n",
        DEFAULT,
        "t.csv, line 1: 'x' stands above numbers as a name would, '1.5' does not: --header yes or");
  }

  @Test
  void columnsWithoutANameAreNotUsedInSilence() throws IOException {
    Content content = read(",a,k\n0,5,x\n1,6,y\n2,9,x\n", DEFAULT);
    assertThat(inputs(content)).containsExactly(5, 6, 9);
    assertThat(content.columns()).containsExactly(new Column.Ignored("0"), new Column.Numeric("a"));
    assertThat(content.remarks())
        .contains("column 0 has no name and counts the rows: it is left out");
    Content other = read(",a,k\n7,5,x\n1,6,y\n2,9,x\n", DEFAULT);
    assertThat(other.remarks())
        .contains("column 0 has no name and is an input; --drop 0 leaves it out");
    Content empty = read("a,b,k,\n1,,x,\n2,,y,\n,,,\n", label("k"));
    assertThat(inputs(empty)).containsExactly(1, 2);
    assertThat(empty.remarks())
        .contains(
            "column 1 ('b') has no values: it is left out",
            "1 rows without any value are left out");
  }

  // ---------------------------------------------------------------- what columns are

  @Test
  void textsBecomeOneInputForEachCategory() throws IOException {
    Content content = read("job,age,k\ncook,20,x\nclerk,30,y\ncook,40,x\n", DEFAULT);
    assertThat(content.columns())
        .containsExactly(
            new Column.Categorical("job", List.of("clerk", "cook")), new Column.Numeric("age"));
    assertThat(inputs(content)).containsExactly(0, 1, 20, 1, 0, 30, 0, 1, 40);
  }

  @Test
  void aFewTextsThatComeAgainAndAgainMayStandAmongNumbers() throws IOException {
    StringBuilder doors = new StringBuilder("doors,k\n");
    for (int i = 0; i < 12; i++) {
      doors
          .append(i % 4 == 3 ? "5more" : String.valueOf(i % 4))
          .append(i % 2 == 0 ? ",x\n" : ",y\n");
    }
    assertThat(read(doors.toString(), DEFAULT).columns())
        .containsExactly(new Column.Categorical("doors", List.of("0", "1", "2", "5more")));
    assertRefused("a,k\n1,x\n2,y\n3,x\nlots,y\n", DEFAULT, "'lots' is no number");
    Content forced = read("a,k\n1,x\n2,y\n1,x\nlots,y\n", o -> o.categories = List.of("a"));
    assertThat(forced.columns())
        .containsExactly(new Column.Categorical("a", List.of("1", "2", "lots")));
  }

  @Test
  void aTextFarDownMakesAColumnOfTexts() throws IOException {
    StringBuilder rows = new StringBuilder("code,k\n");
    for (int i = 0; i < 2000; i++) {
      rows.append(i < 1500 ? String.valueOf(i % 5) : "V" + i % 3)
          .append(",")
          .append(i % 2)
          .append('\n');
    }
    Content content = read(rows.toString(), DEFAULT);
    assertThat(content.rows().inputs().features()).isEqualTo(8);
    assertThat(content.rows().inputs().input(1500, 5)).isEqualTo(1);
  }

  @Test
  void refusesTooManyCategoriesInOneSentence() {
    StringBuilder rows = new StringBuilder("name,street,n,k\n");
    for (int i = 0; i < 120; i++) {
      rows.append("Mr N" + i + ",S" + i + "," + i + "," + i % 2 + "\n");
    }
    assertRefused(
        rows.toString(),
        DEFAULT,
        "t.csv: column 0 ('name') has 120 different texts, such as 'Mr N0', column 1 ('street') has"
            + " 120 different texts, such as 'S0': more than 100 categories; --drop name,street"
            + " leaves them out, --most-categories takes them");
  }

  @Test
  void columnsAreKeptLeftOutOrPassedThrough() throws IOException {
    String text = "id,a,b,c,k\nr1,1,2,3,x\nr2,4,5,6,y\n";
    Content dropped =
        read(
            text,
            options -> {
              options.id = "id";
              options.drop = List.of("b");
            });
    assertThat(inputs(dropped)).containsExactly(1, 3, 4, 6);
    assertThat(dropped.columns())
        .containsExactly(
            new Column.Id("id"),
            new Column.Numeric("a"),
            new Column.Ignored("b"),
            new Column.Numeric("c"));
    assertThat(inputs(read(text, o -> o.keep = List.of("c")))).containsExactly(3, 6);
  }

  @Test
  void missingValuesAreDroppedOrFilled() throws IOException {
    String text = "a,b,k\n1,u,x\n?,v,y\n3,,x\n8,v,y\n9,u,\n";
    Content dropped = read(text, o -> o.missing = TableOptions.Missing.DROP);
    assertThat(inputs(dropped)).containsExactly(1, 1, 0, 8, 0, 1);
    assertThat(dropped.remarks()).contains("3 of 5 rows have missing values and are left out");
    Content filled = read(text, o -> o.missing = TableOptions.Missing.FILL);
    assertThat(filled.columns())
        .containsExactly(
            new Column.Numeric("a", "", OptionalDouble.of(3)),
            new Column.Categorical("b", List.of("u", "v"), Optional.of("v")));
    assertThat(inputs(filled))
        .containsExactly(1, 0, 1, 0, 0, 3, 1, 0, 1, 0, 3, 0, 0, 1, 1, 8, 0, 0, 1, 0);
    assertThat(labels(filled)).containsExactly(0, 1, 0, 1);
  }

  @Test
  void asksWhetherNumbersInTheLastColumnAreClasses() throws IOException {
    assertRefused(
        "a,price\n1,2.5\n2,3.5\n3,2.5\n",
        DEFAULT,
        "t.csv: column 'price' holds 2 different decimal numbers: --targets price predicts them,"
            + " --label price takes them for classes");
    StringBuilder rows = new StringBuilder("a,n\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i + "," + i + "\n");
    }
    assertRefused(rows.toString(), DEFAULT, "column 'n' holds 40 different numbers: --targets n");
    assertThat(read(rows.toString(), label("n")).task().names()).hasSize(40);
    assertThat(read("a,k\n1,1.0\n2,0.0\n3,1.0\n", DEFAULT).task().names())
        .containsExactly("0.0", "1.0");
  }

  // ---------------------------------------------------------------- the columns of a model

  private static Content again(
      Content first, String text, boolean truth, Consumer<TableOptions> said) throws IOException {
    TableOptions options = new TableOptions();
    said.accept(options);
    TableSchema schema =
        new TableSchema(
            first.columns(), first.task(), first.places(), first.named(), truth, options);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return DataSource.table(TableText.of(bytes, "u.csv", "auto"), options, schema);
  }

  private static void assertUnfit(Content first, String text, boolean truth, String message) {
    assertThatThrownBy(() -> again(first, text, truth, DEFAULT)).hasMessageContaining(message);
  }

  @Test
  void columnsAreFoundByName() throws IOException {
    Content first = read("id,a,job,k\n7,1,cook,x\n8,2,clerk,y\n", options -> options.id = "id");
    Content content = again(first, "job,new,a,id\nclerk,0,5,r1\ncook,0,6,r2\n", false, DEFAULT);
    assertThat(inputs(content)).containsExactly(5, 1, 0, 6, 0, 1);
    assertThat(content.rows().ids().orElseThrow()).containsExactly("r1", "r2");
    assertThat(content.remarks())
        .contains("u.csv has columns that the model does not know, which are ignored: new");
    assertThat(labels(again(first, "k,job,a\ny,cook,1\nx,cook,2\n", true, DEFAULT)))
        .containsExactly(1, 0);
    assertUnfit(
        first,
        "a,b\n1,2\n3,4\n",
        false,
        "u.csv has no column 'job', which the model needs; its columns are a, b");
    assertUnfit(first, "a,job\n1,cook\n2,cook\n", true, "u.csv has no column 'k'");
    assertUnfit(
        first,
        "a,job\n1,cook\n2,pilot\n",
        false,
        "u.csv, line 3: column 1 ('job'): 'pilot' is not among the categories that the model knows:"
            + " clerk, cook");
    assertUnfit(
        first, "a,job\n1,cook\nx,cook\n", false, "line 3: column 0 ('a'): 'x' is no number");
    assertUnfit(
        first, "a,job\n1,cook\n,cook\n", false, "line 3: column 0 ('a'): the value is missing");
    assertUnfit(
        first,
        "a,job,k\n1,cook,x\n2,cook,z\n",
        true,
        "the data have the class 'z', which the model does not know");
  }

  @Test
  void positionsCountOnlyWithoutNames() throws IOException {
    Content first = read("a,k,b\n1,x,2\n3,y,4\n5,x,6\n", label("k"));
    assertThat(inputs(again(first, "7,x,8\n9,y,1\n", false, DEFAULT))).containsExactly(7, 8, 9, 1);
    Content alone = again(first, "7,8\n9,1\n", false, DEFAULT);
    assertThat(inputs(alone)).containsExactly(7, 8, 9, 1);
    assertThat(alone.remarks())
        .contains("u.csv has no names of columns: they are taken by their position");
    assertUnfit(first, "1,2,3,4\n5,6,7,8\n", false, "u.csv has 4 columns, the data do not fit");
    assertUnfit(first, "1,2\n5,6\n", true, "u.csv has 2 columns, the data do not fit");
  }

  @Test
  void missingValuesAreFilledAsInTraining() throws IOException {
    Content first =
        read("a,k\n1,x\n?,y\n3,x\n", options -> options.missing = TableOptions.Missing.FILL);
    assertThat(inputs(again(first, "a\n7\nNA\n", false, DEFAULT))).containsExactly(7, 0, 2, 1);
  }
}
