package io.github.curvelane.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.ExternalizableSerializer;
import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ExampleBlock;
import io.github.curvelane.nn.Targets;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The examples of a canonical chunk as a cluster keeps and sends them: the inputs in one array, the
 * labels or targets, perhaps weights, and a CRC-32C of all of them, by which a block that is lost
 * and read again is compared with the first reading. Serialised it is a checked header and
 * little-endian bytes; lengths are checked before memory is taken.
 *
 * <p>Immutable; the arrays are not copied and must not change.
 */
@DefaultSerializer(ExternalizableSerializer.class)
public final class StoredBlock implements Externalizable {
  private static final long serialVersionUID = 1;

  private static final int MAGIC = 0x424c4c43;
  private static final int BUFFER = 1 << 16;

  private transient Precision<?> precision = Precision.FLOAT;
  private transient int index;
  private transient int rows;
  private transient int columns;
  private transient int outputs;
  private transient String source = "";
  private transient Object inputs = new float[0];
  private transient int @Nullable [] labels;
  private transient @Nullable Object values;
  private transient @Nullable Object weights;
  private transient int checksum;

  /** For deserialisation alone. */
  public StoredBlock() {}

  private StoredBlock(
      Precision<?> precision,
      int index,
      int columns,
      Object inputs,
      int @Nullable [] labels,
      @Nullable Object values,
      int outputs,
      @Nullable Object weights,
      String source) {
    this.precision = precision;
    this.index = index;
    this.columns = columns;
    this.outputs = outputs;
    this.inputs = inputs;
    this.labels = labels;
    this.values = values;
    this.weights = weights;
    this.source = source;
    this.rows = labels != null ? labels.length : Array.getLength(values) / outputs;
    this.checksum = contentChecksum();
  }

  /**
   * Creates a block whose targets are classes. What labels and inputs must satisfy is checked when
   * it is {@linkplain #open opened}.
   *
   * @param precision the precision of the inputs
   * @param index the index of the chunk, from 0
   * @param inputs row-major [rows × columns]; not copied
   * @param columns the number of columns, at least 1
   * @param labels the class of each row; not copied
   * @param classes the number of classes, at least 1
   * @param <A> {@code float[]} or {@code double[]}
   * @return the block
   * @throws IllegalArgumentException if there are not from 1 to {@link Arithmetic#EXAMPLE_CHUNK}
   *     rows, the inputs are not as many rows as the labels, or a number is less than it must be
   */
  public static <A> StoredBlock labels(
      Precision<A> precision, int index, A inputs, int columns, int[] labels, int classes) {
    Objects.requireNonNull(labels, "labels");
    checkShape(precision, index, inputs, columns, "labels", labels.length);
    checkAtLeast("classes", classes, 1);
    return new StoredBlock(precision, index, columns, inputs, labels, null, classes, null, "");
  }

  /**
   * Creates a block whose targets are rows of a matrix. What targets and inputs must satisfy is
   * checked when it is {@linkplain #open opened}.
   *
   * @param precision the precision
   * @param index the index of the chunk, from 0
   * @param inputs row-major [rows × columns]; not copied
   * @param columns the number of columns, at least 1
   * @param values the targets, row-major [rows × outputs]; not copied
   * @param outputs the number of targets of a row, at least 1
   * @param <A> {@code float[]} or {@code double[]}
   * @return the block
   * @throws IllegalArgumentException if there are not from 1 to {@link Arithmetic#EXAMPLE_CHUNK}
   *     rows, inputs and targets are not as many rows, or a number is less than it must be
   */
  public static <A> StoredBlock matrix(
      Precision<A> precision, int index, A inputs, int columns, A values, int outputs) {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(values, "values");
    checkAtLeast("outputs", outputs, 1);
    int length = precision.length(values);
    if (length % outputs != 0) {
      throw new IllegalArgumentException(
          "values has %d elements, must be a multiple of the %d outputs"
              .formatted(length, outputs));
    }
    checkShape(precision, index, inputs, columns, "targets", length / outputs);
    return new StoredBlock(precision, index, columns, inputs, null, values, outputs, null, "");
  }

  private static <A> void checkShape(
      Precision<A> precision, int index, A inputs, int columns, String what, int rows) {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(inputs, "inputs");
    checkAtLeast("index", index, 0);
    checkAtLeast("columns", columns, 1);
    if (rows < 1 || rows > Arithmetic.EXAMPLE_CHUNK) {
      throw new IllegalArgumentException(
          "block %d has %d %s, must have from 1 to %d"
              .formatted(index, rows, what, Arithmetic.EXAMPLE_CHUNK));
    }
    int length = precision.length(inputs);
    if (length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "inputs of block %d has %d elements, must be %d rows of %d columns"
              .formatted(index, length, rows, columns));
    }
  }

  private static void checkAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
    }
  }

  /**
   * Returns this block with weights, one of the loss of each row.
   *
   * @param weights the weights, as many as rows, in the precision of the block; not copied
   * @param <A> {@code float[]} or {@code double[]}
   * @return a block over the same arrays
   * @throws IllegalArgumentException if they are of another precision or not as many as rows
   */
  public <A> StoredBlock withWeights(A weights) {
    Objects.requireNonNull(weights, "weights");
    if (weights.getClass() != inputs.getClass() || Array.getLength(weights) != rows) {
      throw new IllegalArgumentException(
          "weights of block %d is %s, must be %s[%d], one a row"
              .formatted(index, shown(weights), precision, rows));
    }
    return new StoredBlock(
        precision, index, columns, inputs, labels, values, outputs, weights, source);
  }

  private static String shown(Object array) {
    Class<?> element = array.getClass().getComponentType();
    return element == null
        ? array.getClass().getName()
        : element.getSimpleName() + "[" + Array.getLength(array) + "]";
  }

  /**
   * Returns this block with a note of where it was read, for messages. It is not part of the
   * content.
   *
   * @param source such as a file's name
   * @return a block over the same arrays
   */
  public StoredBlock from(String source) {
    Objects.requireNonNull(source, "source");
    return new StoredBlock(
        precision, index, columns, inputs, labels, values, outputs, weights, source);
  }

  /**
   * Returns the index of the chunk.
   *
   * @return from 0
   */
  public int index() {
    return index;
  }

  /**
   * Returns the number of examples.
   *
   * @return from 1 to {@link Arithmetic#EXAMPLE_CHUNK}
   */
  public int rows() {
    return rows;
  }

  /**
   * Returns the number of inputs of an example.
   *
   * @return the number of columns
   */
  public int columns() {
    return columns;
  }

  /**
   * Returns the number of classes, or of targets of an example.
   *
   * @return what a network's outputs must be as many as
   */
  public int outputs() {
    return outputs;
  }

  /**
   * Tells whether the targets are classes.
   *
   * @return false for a matrix
   */
  public boolean areLabels() {
    return labels != null;
  }

  /**
   * Tells whether the examples have weights.
   *
   * @return whether {@link #withWeights} gave some
   */
  public boolean areWeighted() {
    return weights != null;
  }

  /**
   * Returns the precision.
   *
   * @return that of inputs, targets and weights
   */
  public Precision<?> precision() {
    return precision;
  }

  /**
   * Returns where the block was read.
   *
   * @return a file's name, or nothing
   */
  public String source() {
    return source;
  }

  /**
   * Returns the CRC-32C of the content: the numbers that describe it and all arrays, little-endian.
   *
   * @return the checksum, computed when the block was made
   */
  public int checksum() {
    return checksum;
  }

  /**
   * Opens the block. Nothing is copied.
   *
   * @param precision the precision of the objective
   * @param <A> {@code float[]} or {@code double[]}
   * @return its examples
   * @throws IllegalArgumentException if the block has another precision, or inputs, targets or
   *     weights are not what they must be
   */
  @SuppressWarnings("unchecked")
  public <A> ExampleBlock<A> open(Precision<A> precision) {
    Objects.requireNonNull(precision, "precision");
    if (precision != this.precision) {
      throw new IllegalArgumentException(
          "%s has elements of %s, must have those of the objective, %s"
              .formatted(name(), this.precision, precision));
    }
    try {
      Targets<A> targets =
          labels != null
              ? Targets.labels(precision, labels, outputs)
              : Targets.matrix(precision, (A) Objects.requireNonNull(values), outputs);
      if (weights != null) {
        targets = targets.withWeights((A) weights);
      }
      return new ExampleBlock<>((A) inputs, targets);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(name() + ": " + refused.getMessage(), refused);
    }
  }

  /** The block's name in messages. */
  String name() {
    return name(index, rows, source);
  }

  static String name(int index, int rows, String source) {
    long first = (long) index * Arithmetic.EXAMPLE_CHUNK;
    return "block %d (examples %d to %d%s)"
        .formatted(index, first, first + rows - 1, source.isEmpty() ? "" : " of " + source);
  }

  // ---------------------------------------------------------------- bytes

  private int contentChecksum() {
    CRC32C crc = new CRC32C();
    crc.update(header().flip());
    eachPiece(crc::update);
    return (int) crc.getValue();
  }

  private ByteBuffer header() {
    return ByteBuffer.allocate(8 * Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MAGIC)
        .putInt(precision.bytes())
        .putInt(index)
        .putInt(rows)
        .putInt(columns)
        .putInt(outputs)
        .putInt(labels != null ? 1 : 0)
        .putInt(weights != null ? 1 : 0);
  }

  private interface PieceAction<E extends Exception> {
    void accept(byte[] bytes, int offset, int length) throws E;
  }

  /** Hands on the arrays as little-endian bytes, piece by piece. */
  private <E extends Exception> void eachPiece(PieceAction<E> action) throws E {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    eachPiece(inputs, buffer, action);
    if (labels != null) {
      eachPiece(labels, buffer, action);
    } else {
      eachPiece(Objects.requireNonNull(values), buffer, action);
    }
    if (weights != null) {
      eachPiece(weights, buffer, action);
    }
  }

  private static <E extends Exception> void eachPiece(
      Object array, ByteBuffer buffer, PieceAction<E> action) throws E {
    int length = Array.getLength(array);
    int elementBytes = array instanceof double[] ? Double.BYTES : Float.BYTES;
    int piece = BUFFER / elementBytes;
    for (int from = 0; from < length; from += piece) {
      int size = Math.min(piece, length - from);
      switch (array) {
        case float[] floats -> buffer.asFloatBuffer().put(floats, from, size);
        case double[] doubles -> buffer.asDoubleBuffer().put(doubles, from, size);
        default -> buffer.asIntBuffer().put((int[]) array, from, size);
      }
      action.accept(buffer.array(), 0, size * elementBytes);
    }
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    byte[] header = header().array();
    out.write(header);
    out.writeInt(checksum);
    CRC32C crc = new CRC32C();
    crc.update(header);
    out.writeInt((int) crc.getValue());
    out.writeUTF(source.length() > 4096 ? source.substring(0, 4096) : source);
    eachPiece(out::write);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    byte[] header = new byte[8 * Integer.BYTES];
    in.readFully(header);
    final int content = in.readInt();
    CRC32C crc = new CRC32C();
    crc.update(header);
    if (in.readInt() != (int) crc.getValue()) {
      throw new InvalidObjectException("the header of a block is damaged: the checksum is another");
    }
    ByteBuffer numbers = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    int magic = numbers.getInt();
    int elementBytes = numbers.getInt();
    index = numbers.getInt();
    rows = numbers.getInt();
    columns = numbers.getInt();
    outputs = numbers.getInt();
    int labelled = numbers.getInt();
    int weighted = numbers.getInt();
    if (magic != MAGIC
        || (elementBytes != Float.BYTES && elementBytes != Double.BYTES)
        || index < 0
        || rows < 1
        || rows > Arithmetic.EXAMPLE_CHUNK
        || columns < 1
        || (long) rows * columns > Integer.MAX_VALUE
        || outputs < 1
        || (labelled == 0 && (long) rows * outputs > Integer.MAX_VALUE)) {
      throw new InvalidObjectException("bytes are not those of a block of examples");
    }
    precision = elementBytes == Float.BYTES ? Precision.FLOAT : Precision.DOUBLE;
    source = in.readUTF();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    inputs = read(in, buffer, precision.newArray(rows * columns));
    if (labelled != 0) {
      labels = (int[]) read(in, buffer, new int[rows]);
    } else {
      values = read(in, buffer, precision.newArray(rows * outputs));
    }
    weights = weighted == 0 ? null : read(in, buffer, precision.newArray(rows));
    checksum = contentChecksum();
    if (checksum != content) {
      throw new InvalidObjectException(name() + " was damaged on its way: its checksum is another");
    }
  }

  private static Object read(ObjectInput in, ByteBuffer buffer, Object array) throws IOException {
    int length = Array.getLength(array);
    int elementBytes = array instanceof double[] ? Double.BYTES : Float.BYTES;
    int piece = BUFFER / elementBytes;
    for (int from = 0; from < length; from += piece) {
      int size = Math.min(piece, length - from);
      in.readFully(buffer.array(), 0, size * elementBytes);
      switch (array) {
        case float[] floats -> buffer.asFloatBuffer().get(floats, from, size);
        case double[] doubles -> buffer.asDoubleBuffer().get(doubles, from, size);
        default -> buffer.asIntBuffer().get((int[]) array, from, size);
      }
    }
    return array;
  }

  @Override
  public String toString() {
    return "%s, %d × %d %s, %s"
        .formatted(
            name(),
            rows,
            columns,
            precision,
            outputs
                + (labels != null ? " classes" : " targets")
                + (weights != null ? ", weighted" : ""));
  }
}
