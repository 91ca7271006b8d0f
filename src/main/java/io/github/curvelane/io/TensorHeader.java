package io.github.curvelane.io;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.internal.FileMemory;
import io.github.curvelane.internal.Shown;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON header of a {@link TensorFile}. */
final class TensorHeader {
  static final String METADATA = "__metadata__";

  /** More dimensions than any use needs; bounds what a header can make us allocate. */
  static final int MOST_DIMENSIONS = 32;

  private static final int ALIGNMENT = 8;

  static final int MOST_BYTES = FileMemory.MOST_BYTES;

  private record Entry(String name, TensorType type, int[] shape, long begin, long end)
      implements Comparable<Entry> {
    /** By place. */
    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(begin, other.begin);
      return order != 0 ? order : Long.compare(end, other.end);
    }
  }

  private final String file;
  private final JsonReader json;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private boolean metadataSeen;
  private long size;

  private TensorHeader(String file, byte[] bytes) {
    this.file = file;
    this.json =
        new JsonReader(
            new InputStreamReader(
                new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder()));
    json.setStrictness(Strictness.STRICT);
  }

  /** Returns the header of tensors that stand one after the other, padded to a multiple of 8. */
  static String of(Map<String, Tensor> tensors, Map<String, String> metadata) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name(METADATA).beginObject();
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
      }
      long begin = 0;
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor tensor = entry.getValue();
        json.name(entry.getKey()).beginObject().name("dtype").value(tensor.type().name());
        json.name("shape").beginArray();
        for (int size : tensor.shape()) {
          json.value(size);
        }
        long end = begin + (long) tensor.length() * tensor.type().bytes();
        json.endArray().name("data_offsets").beginArray().value(begin).value(end).endArray();
        json.endObject();
        begin = end;
      }
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
    return text + " ".repeat(Math.floorMod(-length, ALIGNMENT));
  }

  /** Reads a header and checks that its tensors cover {@link #size} bytes exactly once. */
  static TensorHeader parse(byte[] bytes, String file) throws IOException {
    if (bytes[0] != '{') {
      throw malformed(file, "must begin with '{'", null);
    }
    TensorHeader header = new TensorHeader(file, bytes);
    try {
      header.readAll();
    } catch (CharacterCodingException e) {
      throw malformed(file, "is not UTF-8", e);
    } catch (MalformedJsonException | EOFException e) {
      throw malformed(file, "is not strict JSON (" + firstSentence(e) + ")", e);
    } catch (IllegalStateException | NumberFormatException e) {
      throw malformed(file, "does not have the expected structure (" + firstSentence(e) + ")", e);
    }
    header.checkCoverage();
    return header;
  }

  private static String firstSentence(Exception e) {
    String message = String.valueOf(e.getMessage());
    return Shown.text(message.lines().findFirst().orElse(message));
  }

  private static MalformedDataException malformed(String file, String complaint, Throwable cause) {
    return new MalformedDataException(file, Long.BYTES, "the header " + complaint, cause);
  }

  private MalformedDataException malformed(String complaint) {
    return malformed(file, complaint, null);
  }

  private void readAll() throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (name.equals(METADATA)) {
        readMetadata();
      } else {
        Entry entry = readTensor(name);
        if (entries.put(name, entry) != null) {
          throw malformed("names the tensor '" + Shown.text(name) + "' twice");
        }
      }
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw malformed("has something after its object");
    }
  }

  private void readMetadata() throws IOException {
    if (metadataSeen) {
      throw malformed("has " + METADATA + " twice");
    }
    metadataSeen = true;
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (json.peek() != JsonToken.STRING) {
        throw malformed(
            "has a value in " + METADATA + ", '" + Shown.text(name) + "', that is no string");
      }
      if (metadata.put(name, json.nextString()) != null) {
        throw malformed("has '" + Shown.text(name) + "' twice in " + METADATA);
      }
    }
    json.endObject();
  }

  private Entry readTensor(String name) throws IOException {
    TensorType type = null;
    int[] shape = null;
    long[] place = null;
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      switch (key) {
        case "dtype" -> {
          requireOnce(name, key, type);
          type = readType(name);
        }
        case "shape" -> {
          requireOnce(name, key, shape);
          shape = readShape(name);
        }
        case "data_offsets" -> {
          requireOnce(name, key, place);
          place = readNumbers(name, key, 2);
          if (place.length != 2) {
            throw malformed(
                "gives tensor '" + Shown.text(name) + "' " + place.length + " data_offsets, not 2");
          }
        }
        default ->
            throw malformed(
                "gives tensor '"
                    + Shown.text(name)
                    + "' an unknown key, '"
                    + Shown.text(key)
                    + "'");
      }
    }
    json.endObject();
    if (type == null || shape == null || place == null) {
      throw malformed(
          "does not give tensor '" + Shown.text(name) + "' a dtype, a shape and data_offsets");
    }
    return new Entry(name, type, shape, place[0], place[1]);
  }

  private void requireOnce(String name, String key, Object previous) throws IOException {
    if (previous != null) {
      throw malformed("gives tensor '" + Shown.text(name) + "' two keys '" + key + "'");
    }
  }

  private TensorType readType(String name) throws IOException {
    if (json.peek() != JsonToken.STRING) {
      throw malformed("gives tensor '" + Shown.text(name) + "' a dtype that is no string");
    }
    String text = json.nextString();
    for (TensorType type : TensorType.values()) {
      if (type.name().equals(text)) {
        return type;
      }
    }
    throw malformed(
        "gives tensor '"
            + Shown.text(name)
            + "' the dtype '"
            + Shown.text(text)
            + "', which is not one of "
            + List.of(TensorType.values()));
  }

  private int[] readShape(String name) throws IOException {
    long[] sizes = readNumbers(name, "shape", MOST_DIMENSIONS);
    int[] shape = new int[sizes.length];
    for (int i = 0; i < shape.length; i++) {
      if (sizes[i] > Integer.MAX_VALUE) {
        throw malformed(
            "gives tensor '" + Shown.text(name) + "' a size of " + sizes[i] + ", too large");
      }
      shape[i] = (int) sizes[i];
    }
    return shape;
  }

  private long[] readNumbers(String name, String key, int most) throws IOException {
    long[] numbers = new long[most];
    int count = 0;
    json.beginArray();
    while (json.hasNext()) {
      if (count == most) {
        throw malformed(
            "gives tensor '" + Shown.text(name) + "' more than " + most + " numbers in " + key);
      }
      numbers[count++] = readNatural(name, key);
    }
    json.endArray();
    return Arrays.copyOf(numbers, count);
  }

  /** Reads digits only: the JSON reader would also take 1.0, 1e3 and "1" for an integer. */
  private long readNatural(String name, String key) throws IOException {
    String text = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
    boolean digits = !text.isEmpty() && text.length() <= 18;
    for (int i = 0; i < text.length() && digits; i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits) {
      throw malformed(
          "gives tensor '"
              + Shown.text(name)
              + "' something in "
              + key
              + " that is no integer of at least 0");
    }
    return Long.parseLong(text);
  }

  private void checkCoverage() throws IOException {
    List<Entry> sorted = inOrder();
    long covered = 0;
    for (Entry entry : sorted) {
      if (entry.begin != covered || entry.end < entry.begin) {
        throw malformed(
            "places tensor '"
                + Shown.text(entry.name)
                + "' at ["
                + entry.begin
                + ", "
                + entry.end
                + "], but byte "
                + covered
                + " comes next: tensors may not overlap or leave gaps");
      }
      long elements = Tensor.elements(entry.shape);
      long bytes = entry.end - entry.begin;
      if (elements < 0
          || bytes % entry.type.bytes() != 0
          || elements != bytes / entry.type.bytes()) {
        throw malformed(
            "gives tensor '"
                + Shown.text(entry.name)
                + "' "
                + bytes
                + " bytes, which is not the size of "
                + entry.type
                + Arrays.toString(entry.shape));
      }
      covered = entry.end;
    }
    size = covered;
  }

  /** The bytes that the tensors take, of which at most 2 GiB can be read. */
  int size() throws IOException {
    if (size > MOST_BYTES) {
      throw malformed("places tensors in " + size + " bytes, at most 2 GiB are read");
    }
    return (int) size;
  }

  /** Refuses a header that is not about all bytes of a file. */
  void requireSize(long rest) throws IOException {
    if (size != rest) {
      throw malformed("places tensors in " + size + " bytes, the file has " + rest);
    }
  }

  private List<Entry> inOrder() {
    List<Entry> sorted = new ArrayList<>(entries.values());
    Collections.sort(sorted);
    return sorted;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  Map<String, Tensor> tensors(ByteBuffer content) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : inOrder()) {
      int length = (int) (entry.end - entry.begin);
      ByteBuffer part = content.slice((int) entry.begin, length);
      tensors.put(entry.name, new Tensor(entry.type, entry.shape, part));
    }
    return tensors;
  }

  /** Where the tensors are in a file whose header ends at a byte. */
  Map<String, TensorPlace> places(long start) {
    Map<String, TensorPlace> places = new LinkedHashMap<>();
    for (Entry entry : inOrder()) {
      long bytes = entry.end - entry.begin;
      places.put(entry.name, new TensorPlace(entry.type, entry.shape, start + entry.begin, bytes));
    }
    return Collections.unmodifiableMap(places);
  }
}
