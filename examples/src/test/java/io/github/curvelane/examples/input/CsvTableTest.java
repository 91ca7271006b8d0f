package io.github.curvelane.examples.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.MalformedDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvTableTest {
  private static final String IRIS =
      """
      sepal,petal,species
      5.1,1.4,setosa
      7.0,4.7,versicolor

      6.3, 6.0 ,"virginica, big"
      4.9,1.3,setosa
      """;

  private static CsvTable.Content<double[]> read(String text, TableOptions options)
      throws IOException {
    return CsvTable.read(Precision.DOUBLE, new StringReader(text), "t.csv", options);
  }

  private static TableOptions label(String label) {
    return new TableOptions(TableOptions.Header.AUTO, label, List.of());
  }

  private static void assertRefused(String text, TableOptions options, String message) {
    assertThatThrownBy(() -> read(text, options)).hasMessageContaining(message);
  }

  @Test
  void findsHeaderAndClasses() throws IOException {
    for (TableOptions options : List.of(TableOptions.DEFAULT, label("species"), label("2"))) {
      CsvTable.Content<double[]> content = read(IRIS, options);
      assertThat(content.names()).containsExactly("setosa", "versicolor", "virginica, big");
      assertThat(content.data().labels()).containsExactly(0, 1, 2, 0);
      assertThat(content.data().inputs()).containsExactly(5.1, 1.4, 7, 4.7, 6.3, 6, 4.9, 1.3);
    }
  }

  @Test
  void readsTablesWithoutHeader() throws IOException {
    CsvTable.Content<double[]> content = read("1,10\n2,9\n3,10\n", TableOptions.DEFAULT);
    assertThat(content.names()).containsExactly("9", "10");
    assertThat(content.data().labels()).containsExactly(1, 0, 1);
    Dataset<double[]> first = read("1,10\n2,9\n", label("0")).data();
    assertThat(first.inputs()).containsExactly(10, 9);
  }

  @Test
  void readsTargets() throws IOException {
    TableOptions options = new TableOptions(TableOptions.Header.YES, "", List.of("b", "0"));
    CsvTable.Content<double[]> content = read("\uFEFFa,b,c\n1,2,3\n4,5,6\n", options);
    assertThat(content.names()).containsExactly("b", "a");
    assertThat(content.data().inputs()).containsExactly(3, 6);
    assertThat(content.data().targets()).containsExactly(2, 1, 5, 4);
  }

  @Test
  void namesLineAndColumnOfWhatIsMissing() {
    assertRefused(
        "a,b,c\n1,2,x\n\n3,,y\n",
        TableOptions.DEFAULT,
        "t.csv, line 4: column 1 ('b'): the value is missing");
    assertRefused(
        "a,b,c\n1,2,x\n3,4,\n",
        TableOptions.DEFAULT,
        "t.csv, line 3: column 2 ('c'): the value is missing");
    assertRefused(
        "1,2,x\n3,?,y\n", TableOptions.DEFAULT, "t.csv, line 2: column 1: '?' is no number");
    assertRefused(
        "1,2,x\n3,NaN,y\n", TableOptions.DEFAULT, "t.csv, line 2: column 1: 'NaN' is not finite");
    assertRefused(
        "1,2,x\n3,4\n", TableOptions.DEFAULT, "t.csv, line 2: expected 3 columns, found 2");
    assertThatThrownBy(
            () ->
                CsvTable.read(
                    Precision.FLOAT, new StringReader("1,0\n1e39,1\n"), "t.csv", label("1")))
        .hasMessageContaining("t.csv, line 2: column 0: '1e39' is beyond float");
  }

  @Test
  void refusesTablesThatCannotBeUsed() {
    assertRefused("", TableOptions.DEFAULT, "t.csv, line 1: the table is empty");
    assertRefused(
        "a,b\n", new TableOptions(TableOptions.Header.YES, "", List.of()), "a header and no rows");
    assertRefused("1,2\n", label("z"), "t.csv has no column 'z', its columns are 0, 1");
    assertRefused("1\n2\n", TableOptions.DEFAULT, "none is left for the inputs");
    assertRefused("a,b\n1,\"2\n", TableOptions.DEFAULT, "t.csv, line 2: no CSV from here on");
    assertRefused(
        "a,b\n1,2\n",
        new TableOptions(TableOptions.Header.AUTO, "", List.of("a", "0")),
        "names a column of t.csv twice");
    assertRefused(
        "a,b,b\n1,2,3\n",
        new TableOptions(TableOptions.Header.AUTO, "", List.of("1", "2")),
        "--targets names columns of t.csv that have one name");
  }

  /** CSV has no checksum: what is accepted must have as many rows as lines, all of one length. */
  @Test
  void tenThousandMutationsAreRefusedOrConsistent() {
    byte[] bytes = IRIS.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(40);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] mutated = Mutation.of(bytes, random);
      Reader reader =
          new InputStreamReader(
              new ByteArrayInputStream(mutated), StandardCharsets.UTF_8.newDecoder());
      try {
        Dataset<double[]> data =
            CsvTable.read(Precision.DOUBLE, reader, "t.csv", TableOptions.DEFAULT).data();
        long lines = new String(mutated, StandardCharsets.UTF_8).split("[\r\n]+").length;
        assertThat((long) data.examples()).isBetween(1L, lines);
        assertThat(data.inputs()).hasSize(data.examples() * data.features());
      } catch (MalformedDataException | UncheckedIOException | UserException e) {
        assertThat(e.getMessage()).contains("t.csv");
        refused++;
      } catch (IOException | RuntimeException e) {
        fail("mutation " + i, e);
      }
    }
    assertThat(refused).isGreaterThan(3000);
  }
}
