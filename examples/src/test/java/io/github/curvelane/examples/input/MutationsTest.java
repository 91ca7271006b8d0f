package io.github.curvelane.examples.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.IdxArray;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.io.Tensor;
import io.github.curvelane.io.TensorFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Damages well-formed files of every kind. What is accepted has the content that a plain reading of
 * the damaged file gives; all else is refused in one sentence that names the file and the place.
 */
class MutationsTest {
  /** How many of each kind; the profile {@code exhaustive} asks for 10,000. */
  private static final int COUNT = Integer.getInteger("curvelane.test.mutations", 200);

  private static final String PLACE = "t\\.csv, line [0-9]+: .+";

  /** Whole-table complaints name a column, or what is wrong with all of it. */
  private static final String WHOLE = "(--label: )?t\\.csv(:| has |, line ).+";

  private static String table(String separator, char decimal) {
    StringBuilder text =
        new StringBuilder(String.join(separator, "width", "count", "colour", "kind")).append('\n');
    Random random = new Random(3);
    for (int i = 0; i < 14; i++) {
      String number = (1 + random.nextInt(900)) / 100 + "." + random.nextInt(100);
      text.append(number.replace('.', decimal)).append(separator);
      text.append(random.nextInt(40)).append(separator);
      text.append(List.of("red", "green", "blue").get(i % 3)).append(separator);
      text.append(i % 2 == 0 ? "yes" : "no").append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {"','!.", "';'!','", "'\t'!','", "'  '!.", "'|'!."})
  void tables(String separator, char decimal) {
    byte[] original = table(separator, decimal).getBytes(StandardCharsets.UTF_8);
    Random random = new Random(40);
    int refused = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] mutated = Mutation.of(original, random);
      refused += isRefusedOrRight(mutated, mutated, separator, decimal) ? 1 : 0;
    }
    assertThat(refused).isBetween(COUNT / 4, COUNT - COUNT / 20);
  }

  @Test
  void packedTables() throws IOException {
    byte[] original = gzip(table(",", '.').getBytes(StandardCharsets.UTF_8));
    Random random = new Random(41);
    for (int i = 0; i < COUNT; i++) {
      byte[] mutated = Mutation.of(original, random);
      isRefusedOrRight(mutated, table(",", '.').getBytes(StandardCharsets.UTF_8), ",", '.');
    }
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static boolean isRefusedOrRight(
      byte[] file, byte[] text, String separator, char decimal) {
    Content content;
    try {
      content = DataSource.table(TableText.of(file, "t.csv", "auto"), new TableOptions(), null);
    } catch (MalformedDataException e) {
      assertThat(e.getMessage()).matches(PLACE);
      return true;
    } catch (UncheckedIOException e) {
      assertThat(e.getCause().getMessage()).matches(PLACE);
      return true;
    } catch (UserException e) {
      assertThat(e.getMessage()).matches(WHOLE);
      return true;
    } catch (IOException | RuntimeException e) {
      return fail(new String(file, StandardCharsets.UTF_8), e);
    }
    List<List<String>> rows = plainly(text, separator);
    String seen = new String(file, StandardCharsets.UTF_8);
    if (rows == null || content.rows().examples() < 2) {
      return false; // a quotation mark has come in; or too little is left to be divided
    }
    assertThat(content.rows().examples()).as(seen).isEqualTo(rows.size() - 1);
    List<String> names = rows.getFirst();
    Map<String, Column> columns = new LinkedHashMap<>();
    content.columns().forEach(column -> columns.put(column.name(), column));
    for (int i = 1; i < rows.size(); i++) {
      List<Double> expected = new ArrayList<>();
      for (int c = 0; c < names.size() - 1; c++) {
        String name = names.get(c).isEmpty() ? String.valueOf(c) : names.get(c);
        expected.addAll(inputs(columns.get(name), rows.get(i).get(c), decimal, seen));
      }
      List<Double> found = new ArrayList<>();
      for (int j = 0; j < content.rows().inputs().features(); j++) {
        found.add(content.rows().inputs().input(i - 1, j));
      }
      assertThat(found).as(seen).isEqualTo(expected);
      String label = content.task().names().get(content.rows().labels().orElseThrow()[i - 1]);
      assertThat(label).as(seen).isEqualTo(rows.get(i).getLast());
    }
    return false;
  }

  private static List<Double> inputs(Column column, String field, char decimal, String seen) {
    return switch (column) {
      case Column.Numeric _ -> List.of(Double.valueOf(field.replace(decimal, '.')));
      case Column.Categorical category -> {
        assertThat(category.categories()).as(seen).contains(field);
        yield category.categories().stream().map(text -> text.equals(field) ? 1.0 : 0.0).toList();
      }
      case null, default -> fail(seen);
    };
  }

  /** Cuts lines at separators, and no more; null if there is a quotation mark or no text. */
  private static List<List<String>> plainly(byte[] bytes, String separator) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
    if (text.indexOf('"') >= 0) {
      return null;
    }
    List<List<String>> rows = new ArrayList<>();
    for (String line : text.split("\r\n|\r|\n")) {
      String cut = separator.isBlank() && !separator.equals("\t") ? line.strip() : line;
      String by = separator.isBlank() && !separator.equals("\t") ? "[ \t]+" : "[" + separator + "]";
      List<String> fields = Arrays.stream(cut.split(by, -1)).map(String::strip).toList();
      if (!line.isEmpty() && !fields.stream().allMatch(String::isEmpty)) {
        rows.add(fields);
      }
    }
    return rows;
  }

  // ---------------------------------------------------------------- binary files

  @TempDir private Path directory;

  private interface Reading {
    DataSource.Found read() throws IOException;
  }

  private static boolean isRefusedOrConsistent(String name, int features, Reading reading) {
    try {
      Part rows = reading.read().first().rows();
      assertThat(rows.labels().orElseThrow()).hasSize(rows.examples());
      assertThat(rows.inputs().input(rows.examples() - 1, rows.inputs().features() - 1)).isFinite();
      return false;
    } catch (MalformedDataException e) {
      assertThat(e.getMessage()).matches("(?s)" + name + ".*, byte [0-9]+: .+");
      return true;
    } catch (UserException | IllegalArgumentException e) {
      assertThat(e.getMessage().lines()).hasSize(1);
      return true;
    } catch (IOException | RuntimeException e) {
      return fail(name, e);
    }
  }

  @ParameterizedTest
  @CsvSource({"train-images-idx3-ubyte", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte"})
  void idxFiles(String damaged) throws IOException {
    byte[] pixels = new byte[20 * 9];
    new Random(5).nextBytes(pixels);
    byte[] labels = new byte[20];
    for (int i = 0; i < 20; i++) {
      labels[i] = (byte) (i % 4);
    }
    Path images =
        directory.resolve(damaged.startsWith("train-images") ? damaged : "train-images-idx3-ubyte");
    IdxFile.write(images, IdxArray.ofBytes(pixels, 20, 3, 3));
    IdxFile.write(directory.resolve("train-labels-idx1-ubyte"), IdxArray.ofBytes(labels, 20));
    Path file = directory.resolve(damaged);
    byte[] original = Files.readAllBytes(file);
    Random random = new Random(42);
    for (int i = 0; i < COUNT; i++) {
      Files.write(file, Mutation.of(original, random));
      isRefusedOrConsistent(damaged, 9, () -> IdxFolder.read(Precision.FLOAT, directory));
    }
  }

  @Test
  void tensorFiles() throws IOException {
    Path file = directory.resolve("t.safetensors");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("inputs", Tensor.of(Precision.FLOAT, new float[24], 0, 6, 4));
    tensors.put("targets", Tensor.of(Precision.FLOAT, new float[] {0, 1, 0, 1, 2, 2}, 0, 6));
    new TensorFile(tensors, Map.of()).write(file);
    byte[] original =
        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
            .replace("\"targets\":{\"dtype\":\"F32\"", "\"targets\":{\"dtype\":\"I32\"")
            .getBytes(StandardCharsets.ISO_8859_1);
    Random random = new Random(43);
    int refused = 0;
    for (int i = 0; i < COUNT; i++) {
      Files.write(file, Mutation.of(original, random));
      refused +=
          isRefusedOrConsistent("t.safetensors", 4, () -> TensorData.read(Precision.FLOAT, file))
              ? 1
              : 0;
    }
    assertThat(refused).isGreaterThan(COUNT / 2);
  }
}
