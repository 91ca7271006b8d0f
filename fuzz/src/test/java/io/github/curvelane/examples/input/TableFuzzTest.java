package io.github.curvelane.examples.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.curvelane.data.Inputs;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.fuzz.Budget;
import io.github.curvelane.fuzz.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Tables with all their options: refused by a sentence, or finite numbers, which are the same when
 * the table is read for a model that was trained on it.
 */
class TableFuzzTest {
  private static final String[] SEPARATORS = {"auto", "comma", "semicolon", "tab", "bar", "blanks"};
  private static final String[] ENCODINGS = {"auto", "UTF-8", "windows-1252", "UTF-16LE"};
  private static final String[] DECIMALS = {"auto", "point", "comma"};
  private static final String[] COLUMNS = {"", "0", "1", "kind", "width"};

  @FuzzTest
  void reads(FuzzedDataProvider data) throws IOException {
    try (Budget _ = Budget.start()) {
      TableOptions options = options(data);
      byte[] bytes = data.consumeRemainingAsBytes();
      Optional<Content> first = read(bytes, options, null);
      if (first.isEmpty()) {
        return;
      }
      Content content = first.get();
      assertFinite(content.rows().inputs());
      TableSchema schema =
          new TableSchema(
              content.columns(), content.task(), content.places(), content.named(), true, options);
      read(bytes, options, schema)
          .filter(_ -> options.missing == TableOptions.Missing.REFUSE)
          .ifPresent(again -> assertSame(content.rows(), again.rows()));
    }
  }

  private static TableOptions options(FuzzedDataProvider data) {
    TableOptions options = new TableOptions();
    options.header = data.pickValue(TableOptions.Header.values());
    options.missing = data.pickValue(TableOptions.Missing.values());
    options.separator = data.pickValue(SEPARATORS);
    options.decimal = data.pickValue(DECIMALS);
    options.encoding = data.pickValue(ENCODINGS);
    options.label = data.pickValue(COLUMNS);
    options.id = data.pickValue(COLUMNS);
    options.group = data.pickValue(COLUMNS);
    options.targets = list(data.pickValue(COLUMNS));
    options.keep = list(data.pickValue(COLUMNS));
    options.drop = list(data.pickValue(COLUMNS));
    options.categories = list(data.pickValue(COLUMNS));
    return options;
  }

  private static List<String> list(String column) {
    return column.isEmpty() ? List.of() : List.of(column);
  }

  private static Optional<Content> read(byte[] bytes, TableOptions options, TableSchema schema)
      throws IOException {
    try {
      TableText text = TableText.of(bytes, "t.csv", options.encoding);
      return Optional.of(DataSource.table(text, options, schema));
    } catch (MalformedDataException | UserException e) {
      Refusal.check(e);
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof MalformedDataException)) {
        throw e;
      }
      Refusal.check(e.getCause());
    }
    return Optional.empty();
  }

  private static void assertFinite(Inputs inputs) {
    assertThat(inputs.examples()).isPositive();
    for (int i = 0; i < inputs.examples(); i++) {
      for (int j = 0; j < inputs.features(); j++) {
        if (!Double.isFinite(inputs.input(i, j))) {
          throw new AssertionError("input " + j + " of " + i + " is " + inputs.input(i, j));
        }
      }
    }
  }

  private static void assertSame(Part one, Part other) {
    assertThat(other.examples()).isEqualTo(one.examples());
    assertThat(other.inputs().features()).isEqualTo(one.inputs().features());
    for (int i = 0; i < one.examples(); i++) {
      for (int j = 0; j < one.inputs().features(); j++) {
        if (one.inputs().input(i, j) != other.inputs().input(i, j)) {
          throw new AssertionError(
              "input %d of row %d is %s at first and then %s"
                  .formatted(j, i, one.inputs().input(i, j), other.inputs().input(i, j)));
        }
      }
    }
    assertThat(other.labels().isPresent()).isEqualTo(one.labels().isPresent());
    one.labels().ifPresent(labels -> assertThat(other.labels().get()).isEqualTo(labels));
    one.targets().ifPresent(targets -> assertThat(other.targets().get()).isEqualTo(targets));
  }
}
